package org.plenary.infra.verifier.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.plenary.infra.verifier.SignedLog;

/** Entries that are not as they should be. */
final class BadEntries {
    static final String EVENT = "{\"commitment\":\"573590e2592f930fc1428754bbda57318e701d69e9dd6f39eabe7b53b561f269\","
            + "\"id\":\"agenda-1@1\",\"recordedAt\":\"2027-01-20T03:00:00Z\",\"schema\":\"plenary-leaf-v1\","
            + "\"service\":\"agenda\",\"stream\":\"agenda-1\",\"type\":\"org.plenary.agenda.SymbolAssigned.v1\",\"version\":1}";
    static final String UNPARSED = "{\"offset\":41,\"partition\":0,\"schema\":\"plenary-unparsed-v1\","
            + "\"sha256\":\"3e3de993b2db2c49fbfdeb10b2cd9e0b240b7a0c3f212c80b6b428036328ffb3\",\"topic\":\"plenary.agenda.events\"}";

    private static final String ORIGIN = new String(
            SignedLog.LARGE
                    .continuedBy(new SignedLog.Signers("record.example/2"), 2, 2)
                    .bytes(),
            UTF_8);

    /** By no rule of the form. */
    static final List<byte[]> MALFORMED = bytes(
            "",
            "no JSON",
            "[]",
            "{}x",
            EVENT + " ",
            EVENT.replace(",\"id\"", ", \"id\""),
            EVENT.replace("agenda-1@1", "agenda-1\\u00401"),
            EVENT.replace("\"version\":1", "\"version\":1.0"),
            EVENT.replace("\"version\":1", "\"version\":\"1\""),
            EVENT.replace("\"version\":1", "\"version\":1e0"),
            EVENT.replace("\"version\":1", "\"version\":0"),
            EVENT.replace("\"version\":1", "\"version\":9007199254740992"),
            EVENT.replace("\"version\":1", "\"version\":1,\"version\":1"),
            EVENT.replace("\"version\":1", "\"version\":1,\"extra\":1"),
            EVENT.replace(",\"version\":1", ""),
            EVENT.replace("\"service\":\"agenda\",", ""),
            EVENT.replace("\"service\":\"agenda\"", "\"service\":null"),
            EVENT.replace("\"service\":\"agenda\"", "\"service\":\"" + "a".repeat(41) + "\""),
            EVENT.replace("\"service\":\"agenda\"", "\"service\":\"\\ud800\""),
            EVENT.replace("\"id\":\"agenda-1@1\"", "\"id\":\"agenda-1@2\""),
            EVENT.replace("\"id\":\"agenda-1@1\"", "\"id\":\"agenda-2@1\""),
            EVENT.replace("573590e", "573590E"),
            EVENT.replace("573590e", "573590"),
            EVENT.replace("03:00:00Z", "03:00:00.000Z"),
            EVENT.replace("03:00:00Z", "25:00:00Z"),
            EVENT.replace("03:00:00Z", "03:00:00+00:00"),
            EVENT.replace("2027-01-20", "2027-02-30"),
            "{\"id\":\"agenda-1@1\"," + EVENT.substring(1).replace("\"id\":\"agenda-1@1\",", ""),
            UNPARSED.replace("\"offset\":41", "\"offset\":-1"),
            UNPARSED.replace("\"partition\":0,", ""),
            UNPARSED.replace("3e3de9", "3E3DE9"),
            UNPARSED.replace("plenary.agenda.events", "p".repeat(250)),
            ORIGIN.replace("\"kept\":2", "\"kept\":3"),
            ORIGIN.replace("\"kept\":2,", ""),
            ORIGIN.replace("\"size\":2", "\"size\": 2"),
            ORIGIN.replace("\"size\":2", "\"extra\":0,\"size\":2"),
            ORIGIN.replace("record.example/2", "record.example/3"),
            "\ufeff" + EVENT,
            EVENT.replace("SymbolAssigned", "S".repeat(4_000)));

    /** Of no schema that is known. */
    static final List<byte[]> UNKNOWN = bytes(
            "{}",
            EVENT.replace("plenary-leaf-v1", "plenary-leaf-v2"),
            UNPARSED.replace("plenary-unparsed-v1", "plenary-unparsed-v2"),
            ORIGIN.replace("plenary-origin-v1", "plenary-origin-v2"),
            EVENT.replace("\"schema\":\"plenary-leaf-v1\",", ""));

    private BadEntries() {}

    private static List<byte[]> bytes(String... texts) {
        return List.of(texts).stream().map(t -> t.getBytes(UTF_8)).toList();
    }
}
