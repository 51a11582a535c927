package org.plenary.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Meta;

/** The lists of the service, folded from the contract's own examples. */
class MembershipViewsTest {
    private static Envelope event(String stream, String name, String data) {
        return event(stream, name, data, "someone", null);
    }

    private static Envelope event(String stream, String name, String data, String actor, @Nullable String onBehalfOf) {
        return new Envelope(
                "membership",
                stream,
                1,
                name + "@1",
                "org.plenary.membership." + name + ".v1",
                Instant.parse("2027-01-20T03:00:01Z"),
                null,
                1,
                new Meta(Instant.EPOCH, actor, onBehalfOf, "forum-1", "public", "c", null, null),
                data);
    }

    private static String example(String name) throws IOException {
        String path = "/contracts/events/membership/examples/" + name + ".v1.json";
        try (InputStream in = MembershipViewsTest.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Document parties(String stream, String... names) throws IOException {
        Document p = null;
        for (String name : names) {
            p = MembershipViews.parties(p, event(stream, name, example(name)));
        }
        return p;
    }

    @Test
    void a_party_is_listed_with_all_its_names_and_classes_by_date() throws IOException {
        Document p = parties("party-1-fj", "PartyEntered", "PartyRenamed", "PartyClassChanged");
        assertThat(p.getString("name")).as("the official one").isEqualTo("Fiji");
        assertThat(p.getList("names", Document.class))
                .containsExactly(
                        new Document("language", "en").append("name", "Fiji").append("from", "2027-03-01T00:00:00Z"),
                        new Document("language", "id")
                                .append("name", "Selandia Baru")
                                .append("from", "2027-03-01T00:00:00Z"));
        assertThat(p.getList("classes", Document.class))
                .containsExactly(
                        new Document("partyClass", "OBSERVER_STATE")
                                .append("from", "2027-03-01T00:00:00Z")
                                .append("until", "2027-06-01T00:00:00Z"),
                        new Document("partyClass", "MEMBER_STATE").append("from", "2027-06-01T00:00:00Z"));
    }

    @Test
    void a_party_of_the_founding_is_listed_as_ever() throws IOException {
        Document p = parties("party-1-th", "PartyRegistered");
        assertThat(p.getString("mark")).isEqualTo("unsourced");
        assertThat(p.getList("classes", Document.class)).containsExactly(new Document("partyClass", "MEMBER_STATE"));
        assertThat(p.getString("order")).isEqualTo("Thailand|party-1-th");
    }

    @Test
    void who_nominated_for_a_party_is_listed_until_the_party_files_itself() throws IOException {
        String nominated = example("DelegateNominated");
        String resubmitted = example("NominationResubmitted");
        Document a = AccreditationViews.accreditations(
                null, event("accreditation-1", "DelegateNominated", nominated, "secretariat", "th"));
        assertThat(a.getString("filedBy")).isEqualTo("secretariat");
        a = AccreditationViews.accreditations(
                a, event("accreditation-1", "NominationReturned", example("NominationReturned")));
        assertThat(a.getString("filedBy")).as("another's act changes nothing").isEqualTo("secretariat");
        a = AccreditationViews.accreditations(
                a, event("accreditation-1", "NominationResubmitted", resubmitted, "th.focal", null));
        assertThat(a).doesNotContainKey("filedBy");
    }

    @Test
    void the_same_slug_in_two_forums_is_two_parties_each_listed_in_its_own() throws IOException {
        String one = PartyAggregate.stream("forum-1", "th");
        String two = PartyAggregate.stream("forum-2", "th");
        assertThat(one).isNotEqualTo(two);
        Document first = MembershipViews.parties(null, event(one, "PartyRegistered", example("PartyRegistered")));
        String elsewhere = example("PartyRegistered").replaceAll("forum-[0-9a-f-]{36}", "forum-2");
        Document second = MembershipViews.parties(null, event(two, "PartyRegistered", elsewhere));
        assertThat(List.of(first.getString("forum"), second.getString("forum")))
                .containsExactly("forum-0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b", "forum-2");
    }
}
