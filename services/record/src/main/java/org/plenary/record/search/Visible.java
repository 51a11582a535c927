package org.plenary.record.search;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.access.Policy.Row;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;

/**
 * What of a forum's events a reader may see, as a query: the audience that each event has, by the same rule as
 * {@code Audience.includes}, and for the few kinds of things that not everybody in their audience may read, the rows of
 * their owner's policy table. It is part of what is searched, so that nothing is counted, paged or ranked that is not
 * the reader's.
 */
final class Visible {
    /** Kinds of streams whose owner's table lets not everybody read, with the operation that reads one. */
    static final Map<String, String> RESTRICTED = Map.of(
            "person", "ReadPerson",
            "invitation", "ReadInvitation",
            "import", "ReadRegisterImport");

    private final Policy reads;

    /** By the owners' rows for the operations of {@link #RESTRICTED}. */
    Visible(Policy reads) {
        this.reads = reads;
        if (!reads.operations().equals(Set.copyOf(RESTRICTED.values()))) {
            throw new IllegalStateException("rows for other reads than " + RESTRICTED.values());
        }
        for (Row row : reads.rows()) {
            boolean last = row.role().equals(Policy.ANYONE) && row.whose().equals("any");
            if (!row.statuses().isEmpty() || row.answer() != Answer.ALLOW && !last) {
                throw new IllegalStateException("a row that is no part of a query: " + row);
            }
        }
    }

    /** What the reader may see of the forum; and of what was redacted what its leaf says, which everybody may. */
    Query to(Standing reader, String forum) {
        Query opened = all(is(Fields.FORUM, forum), audience(reader), kinds(reader), types(reader));
        return any(opened, is(Fields.BARE, "yes"));
    }

    private static Query audience(Standing reader) {
        BooleanQuery.Builder audience = new BooleanQuery.Builder();
        audience.add(is(Fields.AUDIENCE, Audience.PUBLIC), Occur.SHOULD);
        if (!reader.known()) {
            return audience.build();
        }
        if (reader.has(Policy.TRUSTED, null)) {
            return new MatchAllDocsQuery();
        }
        audience.add(is(Fields.AUDIENCE, Audience.FORUM), Occur.SHOULD);
        audience.add(is(Fields.AUDIENCE, Audience.person(reader.subject())), Occur.SHOULD);
        if (reader.unit() != null) {
            audience.add(is(Fields.AUDIENCE, Audience.unit(reader.unit())), Occur.SHOULD);
        }
        for (String body : bodies(reader)) {
            audience.add(is(Fields.BODY, body), Occur.SHOULD);
        }
        return audience.build();
    }

    private static Query types(Standing reader) {
        return reader.has(Policy.TRUSTED, null)
                ? new MatchAllDocsQuery()
                : new BooleanQuery.Builder()
                        .add(new MatchAllDocsQuery(), Occur.MUST)
                        .add(is(Fields.CLOSED, "yes"), Occur.MUST_NOT)
                        .build();
    }

    private static Set<String> bodies(Standing reader) {
        Set<String> bodies = new TreeSet<>();
        for (Grant grant : reader.grants()) {
            if (grant.role().equals(Policy.TRUSTED) && grant.body() != null) {
                bodies.add(grant.body());
            }
        }
        return bodies;
    }

    private Query kinds(Standing reader) {
        BooleanQuery.Builder others = new BooleanQuery.Builder().add(new MatchAllDocsQuery(), Occur.MUST);
        BooleanQuery.Builder kinds = new BooleanQuery.Builder();
        RESTRICTED.forEach((kind, operation) -> {
            others.add(is(Fields.KIND, kind), Occur.MUST_NOT);
            for (Row row : reads.rows()) {
                Query whose = row.operation().equals(operation) ? whose(row, reader) : null;
                if (whose != null) {
                    kinds.add(all(is(Fields.KIND, kind), whose), Occur.SHOULD);
                }
            }
        });
        return kinds.add(others.build(), Occur.SHOULD).build();
    }

    /** Which things the row lets the reader read; null where none. Things of these kinds are of no body. */
    private static @Nullable Query whose(Row row, Standing reader) {
        boolean holds = row.role().equals(Policy.ANYONE) || reader.has(row.role(), null);
        if (!holds || row.answer() != Answer.ALLOW) {
            return null;
        }
        return switch (row.whose()) {
            case "any" -> new MatchAllDocsQuery();
            case "own" -> reader.unit() == null ? null : is(Fields.UNIT, reader.unit());
            case "self" -> reader.subject().isEmpty() ? null : is(Fields.PERSON, reader.subject());
            default -> null;
        };
    }

    static Query is(String field, String value) {
        return new TermQuery(new Term(field, value));
    }

    static Query all(Query... queries) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (Query query : queries) {
            all.add(query, Occur.FILTER);
        }
        return all.build();
    }

    static Query any(Query... queries) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Query query : queries) {
            any.add(query, Occur.SHOULD);
        }
        return any.build();
    }
}
