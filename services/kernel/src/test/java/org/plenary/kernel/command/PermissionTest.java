package org.plenary.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.command.Request.Origin;
import org.plenary.kernel.command.Request.Stage;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.toy.Toy;

/** Who may send a command at all: by the table, in the own name or on behalf, and not where recused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionTest {
    private static final String FORUM = "forum-1";
    private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
    private static final Policy POLICY = Policy.parse("""
            operation,role,whose,status,answer
            OpenJar,KEEPER,any,*,allow
            AddCoin,KEEPER,any,*,allow
            AddCoin,KEEPER,behalf,*,allow
            SealJar,KEEPER,any,*,allow
            AddCoin,ANYONE,any,*,404
            """);

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Toy toy = new Toy();
    private EmbeddedStore embedded;
    private MongoClient client;
    private CommandHandler handler;

    @BeforeAll
    void open(@TempDir Path dir) throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        var people = client.getDatabase("test").getCollection("people");
        String from = "2020-01-01T00:00:00Z";
        people.insertOne(new Document("_id", Authority.stream(FORUM, "keeper"))
                .append("forum", FORUM)
                .append("subject", "keeper")
                .append("unit", "au")
                .append("grants", List.of(new Document("role", "KEEPER").append("from", from)))
                .append(
                        "recusals",
                        List.of(
                                new Document("thing", "jar-near").append("from", from),
                                new Document("thing", "jar-past")
                                        .append("from", from)
                                        .append("until", "2021-01-01T00:00:00Z"))));
        CommandHandler.Outbox nowhere = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {}

            @Override
            public void unconfirmed(Commit commit) {}
        };
        handler = new CommandHandler(
                "toy",
                store,
                new Streams("toy", store),
                POLICY,
                new Authority(people, Set.of()),
                nowhere,
                Gate.opened(),
                Scheduling.threads(),
                InstantSource.fixed(NOW));
        for (String jar : List.of("jar-1", "jar-near", "jar-past")) {
            Request opening = Request.ofService("toy", "OpenJar", Ids.v5(jar), NOW, "c", null);
            handler.handle(toy, jar, new Toy.OpenJar(FORUM, 100, 1000), opening);
        }
    }

    @AfterAll
    void close() {
        client.close();
        embedded.close();
    }

    private Request request(Class<?> command, String subject, @Nullable String onBehalfOf, String key) {
        return new Request(
                command.getSimpleName(),
                Origin.PERSON,
                subject,
                onBehalfOf,
                Ids.v5(key),
                Ids.sha256(key),
                OptionalLong.empty(),
                Stage.CONTINUES,
                NOW,
                "c",
                null,
                null);
    }

    private Refused refused(String jar, Toy.Command command, String subject, @Nullable String onBehalfOf) {
        return catchThrowableOfType(
                Refused.class,
                () -> handler.handle(
                        toy,
                        jar,
                        command,
                        request(command.getClass(), subject, onBehalfOf, jar + command + subject + onBehalfOf)));
    }

    @Test
    void an_act_on_behalf_has_both_names_in_its_commit() {
        Toy.AddCoin coin = new Toy.AddCoin(1);
        Answer answer = handler.handle(toy, "jar-1", coin, request(Toy.AddCoin.class, "keeper", "au", "both"));
        Commit commit = store.find(Commit.idOf("jar-1", answer.version())).orElseThrow();
        assertThat(commit.meta().actor()).isEqualTo("keeper");
        assertThat(commit.meta().onBehalfOf()).isEqualTo("au");
    }

    @Test
    void an_act_on_behalf_without_a_row_or_of_a_unit_that_nobody_knows_is_refused() {
        assertThat(refused("jar-1", new Toy.SealJar(), "keeper", "au").kind()).isEqualTo(Kind.ON_BEHALF_NOT_ALLOWED);
        assertThat(refused("jar-1", new Toy.AddCoin(1), "keeper", "atlantis").kind())
                .isEqualTo(Kind.ON_BEHALF_NOT_ALLOWED);
    }

    @Test
    void a_recused_person_does_not_act_on_that_thing_while_it_lasts() {
        assertThat(refused("jar-near", new Toy.AddCoin(1), "keeper", null).kind())
                .isEqualTo(Kind.RECUSED);
        assertThat(refused("jar-near", new Toy.AddCoin(1), "keeper", "au").kind())
                .isEqualTo(Kind.RECUSED);
        assertThat(refused("jar-past", new Toy.AddCoin(1), "keeper", null)).isNull();
    }

    @Test
    void what_the_table_calls_absent_is_answered_as_what_is_absent() {
        Refused theirs = refused("jar-1", new Toy.AddCoin(1), "stranger", null);
        Refused absent = refused("jar-none", new Toy.AddCoin(1), "stranger", null);
        assertThat(theirs.kind()).isEqualTo(absent.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(theirs).hasMessage(absent.getMessage());
        assertThat(theirs.numbers()).isEqualTo(absent.numbers()).isEmpty();
    }
}
