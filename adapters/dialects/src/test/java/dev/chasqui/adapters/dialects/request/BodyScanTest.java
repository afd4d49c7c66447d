package dev.chasqui.adapters.dialects.request;

import static dev.chasqui.adapters.dialects.Failing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class BodyScanTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "\"\"",
                "\"ü漢😀\"",
                "\"a\\\"b\\\\\"",
                "\"\\u00fc\\ud83d\\ude00\"",
                "12",
                "-0.50e+10",
                "true",
                "false",
                "null",
                "[]",
                "{}",
                "[1, [2, {\"x\": \"]}\"}] ]",
                "{\"messages\": [ {} ] }"
            })
    void aRangeHoldsExactlyItsValue(String value) {
        for (String space : List.of("", " ", "\r\n\t ")) {
            String body =
                    "%1$s{%1$s\"ä\"%1$s:%1$s%2$s%1$s,%1$s\"b\"%1$s:%1$s%2$s%1$s}%1$s"
                            .formatted(space, value);
            BodyScan scan = scan(body);
            assertThat(scan.members().keySet()).containsExactly("ä", "b");
            scan.members()
                    .forEach(
                            (name, range) -> {
                                assertThat(slice(scan, range.from(), range.to())).isEqualTo(value);
                                assertThat(slice(scan, range.name(), range.from()))
                                        .startsWith("\"" + name + "\"");
                            });
        }
    }

    @Test
    void eachMessageHasItsRange() {
        BodyScan scan =
                scan(
                        "{\"messages\": [ {\"role\":\"user\",\"content\":\"漢字\"} ,{\"content\":"
                                + "[{\"text\":\"]\"}]}, 12,\"x\" ],\"model\":\"m\"}");
        assertThat(scan.messages().stream().map(at -> slice(scan, at.from(), at.to())))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"漢字\"}",
                        "{\"content\":[{\"text\":\"]\"}]}",
                        "12",
                        "\"x\"");
        assertThat(scan.text("model")).contains("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":\"/rag what?\"}",
                "{\"content\":\"  /rag what?\",\"role\":\"user\"}",
                "{\"role\":\"user\",\"content\":\"\\n/rag\"}",
                "{\"role\":\"user\",\"content\":\"\\u002frag\"}",
                "{\"role\":\"user\",\"content\":\"\u00a0/rag\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"/rag\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"x\",\"x\":{}},{\"text\":\"/rag\"}]}"
            })
    void aUserMessageThatMayHoldACommandIsNoticed(String message) {
        assertThat(scan("{\"messages\":[" + message + "]}").slashed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":\"what is a/b?\"}",
                "{\"role\":\"user\",\"content\":\"\"}",
                "{\"role\":\"user\",\"content\":null}",
                "{\"role\":\"assistant\",\"content\":\"/usr/bin\"}",
                "{\"role\":\"user\",\"name\":\"/x\",\"content\":[{\"type\":\"/x\",\"text\":\"a\"}]}"
            })
    void aMessageWithoutASlashInFrontHoldsNoCommand(String message) {
        assertThat(scan("{\"messages\":[" + message + "]}").slashed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "12",
                "null",
                "{\"a\":1",
                "{\"a\":1}]",
                "{\"a\":1,\"a\":1}",
                "{\"a\":tru}",
                "{\"messages\":[{\"role\":\"a\",\"role\":\"b\"}]}",
                "{\"x\":{\"y\":[{\"z\":1,\"z\":2}]}}",
                "{\"messages\":[{\"role\":}]}",
                "{\"a\":\"\\q\"}",
                "{} {}",
                "{\"x\":[\"\\ud8\"]}"
            })
    void aBodyThatIsNoObjectOrMalformedIsRefused(String body) {
        assertThat(failure(() -> scan(body))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aBodyCutAnywhereIsRefused() {
        byte[] whole =
                "{\"model\":\"ü\",\"messages\":[{\"role\":\"user\",\"content\":\"漢😀\\u00fc\"}],\"n\":1.5}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut < whole.length; cut++) {
            byte[] body = Arrays.copyOf(whole, cut);
            assertThat(failure(() -> BodyScan.of(body))).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedInStringsThatNobodyReads() {
        byte[] body = "{\"x\":[\"????\"]}".getBytes(StandardCharsets.UTF_8);
        body[7] = (byte) 0xED;
        body[8] = (byte) 0xA0;
        body[9] = (byte) 0x80;
        assertThat(failure(() -> BodyScan.of(body)).message()).contains("byte 7 is not UTF-8");
    }

    @Test
    void aMemberOfAnotherKindIsNamedWithItsValue() {
        BodyScan scan = scan("{\"stop\":12,\"stream\":\"yes\",\"none\":null}");
        assertThat(failure(() -> scan.expect("stop", JsonKind.STRING, JsonKind.ARRAY)))
                .isEqualTo(
                        new Failure.Invalid("stop", "stop: 12 (expected: a string or an array)"));
        assertThat(failure(() -> scan.flag("stream")).message())
                .isEqualTo("stream: \"yes\" (expected: true or false)");
        assertThat(scan.flag("none")).isEmpty();
        assertThat(scan.text("missing")).isEmpty();
        assertThat(scan.value("stop")).contains(Json.of(12));
    }

    @Test
    void aMessageQuotesNoMoreThanABitOfAWrongValue() {
        BodyScan scan = scan("{\"model\":[\"" + "漢".repeat(1000) + "\"]}");
        assertThat(failure(() -> scan.text("model")).message())
                .isEqualTo("model: [\"" + "漢".repeat(38) + "… (expected: a string)");
    }

    private static BodyScan scan(String body) {
        return BodyScan.of(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String slice(BodyScan scan, int from, int to) {
        return new String(scan.body(), from, to - from, StandardCharsets.UTF_8);
    }
}
