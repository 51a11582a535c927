package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** What a person wrote goes out whole, also where it cannot be read. */
class BodiesTest {
    private static JsonNode body(String op, String field, String text) {
        return Json.tree(Bodies.of(Acts.of(op), Map.of("f." + field, text))).path(field);
    }

    @Test
    void a_paragraph_without_its_id_is_sent_for_the_service_to_name_and_not_dropped() {
        JsonNode sent = body("OpenDraft", "paragraphs", "pp1: Recalling,\n\nWe agree to go on\nop1: Decides: this");
        assertThat(sent).hasSize(3);
        assertThat(sent.get(1).path("id").asString("none")).isEmpty();
        assertThat(sent.get(1).path("text").asString()).isEqualTo("We agree to go on");
        assertThat(sent.get(2).path("text").asString()).isEqualTo("Decides: this");
        assertThat(body("OpenDraft", "paragraphs", "")).isEmpty();
    }

    @Test
    void an_outcome_without_its_colon_is_sent_for_the_service_to_name_and_not_dropped() {
        JsonNode sent =
                body("CompileCredentialsReport", "contested", "accreditation-1 IN_ORDER\naccreditation-2: REJECTED");
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).path("accreditation").asString()).isEqualTo("accreditation-1 IN_ORDER");
        assertThat(sent.get(0).path("outcome").asString("none")).isEmpty();
        assertThat(sent.get(1).path("outcome").asString()).isEqualTo("REJECTED");
    }
}
