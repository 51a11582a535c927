package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we rely on in the library: RFC 8785 by its own examples. */
class CanonicalJsonTest {
    private static String canonical(String json) {
        return new String(Leaf.canonical(json), UTF_8);
    }

    @Test
    void the_example_of_section_3_2_4_has_its_bytes() {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(input))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void members_are_sorted_by_utf_16_code_units() {
        assertThat(canonical("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,"
                        + "\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}"))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "1.0, 1",
        "5e-324, 5e-324",
        "-5e-324, -5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740991, 9007199254740991",
        "9007199254740993, 9007199254740992",
        "295147905179352830000, 295147905179352830000",
        "999999999999999900000, 999999999999999900000",
        "1e21, 1e+21",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "1e23, 1e+23",
        "333333333.33333325, 333333333.33333325",
        "1424953923781206.25, 1424953923781206.2"
    })
    void numbers_are_written_as_ecmascript_writes_them(String input, String output) {
        assertThat(canonical("[" + input + "]")).isEqualTo("[" + output + "]");
    }

    @Test
    void what_is_not_canonicalisable_is_refused() {
        for (String bad : List.of(
                "",
                "{",
                "{\"a\":1,\"a\":2}",
                "[1e999]",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"\\ud83d\":1}",
                "{} {}",
                "[NaN]")) {
            assertThatThrownBy(() -> Leaf.canonical(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
