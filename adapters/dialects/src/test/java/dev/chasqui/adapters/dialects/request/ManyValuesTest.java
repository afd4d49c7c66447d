package dev.chasqui.adapters.dialects.request;

import static dev.chasqui.adapters.dialects.Failing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.adapters.dialects.openai.OpenAiRequestReader;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests whose values take far more memory than their bytes. */
class ManyValuesTest {
    private static final int MANY = 250_000;

    private static String chat(String member) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                + member
                + "}";
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void assertTooMany(Failure why) {
        assertThat(why).isInstanceOf(Failure.Invalid.class);
        assertThat(why.message()).contains("too many", "200000");
    }

    private static void scan(String body) {
        BodyScan.of(body.getBytes(UTF_8));
    }

    @Test
    void messagesAreBounded() {
        String messages = "{},".repeat(MANY) + "{}";
        assertTooMany(failure(() -> scan("{\"messages\":[" + messages + "]}")));
    }

    @Test
    void membersOfOneObjectAreBounded() {
        assertTooMany(failure(() -> scan(members(MANY))));
        assertTooMany(failure(() -> scan("{\"messages\":[" + members(MANY) + "]}")));
    }

    @Test
    void manyObjectsOfManyMembersAreNotTakenForOneOfThem() {
        String many = members(50_000);
        scan(chat("\"a\":[" + String.join(",", many, many, many, many, many, many) + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "[]", "null", "\"\"", "{\"a\":1}"})
    void valuesAreBoundedWhereverARequestIsReadAsATree(String value) {
        byte[] body = chat("\"x\":[" + (value + ",").repeat(MANY) + value + "]").getBytes(UTF_8);
        BodyScan scan = BodyScan.of(body);
        assertTooMany(failure(() -> scan.value("x")));
        assertTooMany(failure(() -> OpenAiRequestReader.conversation(scan)));
    }

    @Test
    void manyValuesOfAReplyAreRead() {
        String text = "[" + "1,".repeat(MANY) + "1]";
        assertThat(((Json.Arr) JsonReader.read(text.getBytes(UTF_8))).items()).hasSize(MANY + 1);
    }
}
