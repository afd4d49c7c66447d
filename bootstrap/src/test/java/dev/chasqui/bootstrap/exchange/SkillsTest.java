package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A folder with a SKILL.md is a command; the model reads the files beside it on demand. */
class SkillsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String PLAIN = skill("plain", "", "Answer like a pirate.");
    private static final String PDF =
            skill("pdf", "allowed-tools: [look, \"Bash(git:*)\"]\n", "For forms see forms.md.");

    @TempDir private static Path folder;
    private static FakeBackend backend;
    private static ReloadedServer server;

    private static String skill(String name, String more, String text) {
        return "---\nname: %s\ndescription: Helps with %s\nlicense: free\n%s---\n%s\n"
                .formatted(name, name, more, text);
    }

    private static Path write(String skill, String file, String text) throws IOException {
        Path made = Files.createDirectories(folder.resolve("skills").resolve(skill));
        return Files.writeString(made.resolve(file), text);
    }

    @BeforeAll
    static void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        write("plain", "SKILL.md", PLAIN);
        write("pdf", "SKILL.md", PDF);
        write("pdf", "forms.md", "A form has seven fields.");
        server = ReloadedServer.start(folder, config(""));
    }

    private static String config(String more) {
        return "{\"backends\":[%s]%s}"
                .formatted(StartedServer.backendConfig("backend", backend, "openai"), more);
    }

    @AfterAll
    static void stop() {
        server.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        backend.forget();
    }

    private static WireMessage ask(String text, boolean stream, String more) throws IOException {
        return RawHttp.post(
                server.port(),
                CHAT,
                """
                {"model":"tiny","stream":%s,"messages":[{"role":"user","content":"%s"}]%s}\
                """
                        .formatted(stream, text, more));
    }

    private static List<Json.Obj> sent() {
        return backend.received(CHAT).stream()
                .map(received -> (Json.Obj) JsonReader.read(received.message().body()))
                .toList();
    }

    private static Answer calling(String... calls) {
        String all = String.join(",", calls);
        return Answer.choose(
                request ->
                        request.text().contains("\"stream\":true")
                                ? Answer.stream("text/event-stream", Duration.ZERO, streamed(all))
                                : Answer.json(200, whole(all)));
    }

    private static List<String> streamed(String calls) {
        return List.of(
                chunk("{\"role\":\"assistant\",\"content\":\"Wait. \"}", "null"),
                chunk("{\"tool_calls\":[" + calls + "]}", "null"),
                chunk("{}", "\"tool_calls\""),
                "data: [DONE]\n\n");
    }

    private static String whole(String calls) {
        return """
        {"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[
        {"index":0,"message":{"role":"assistant","content":"Wait. ","tool_calls":[%s]},
        "finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
        """
                .formatted(calls);
    }

    private static String chunk(String delta, String finish) {
        return "data: "
                + "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    private static String call(int index, String name, String arguments) {
        return "{\"index\":%d,\"id\":\"c%d\",\"type\":\"function\",".formatted(index, index)
                + "\"function\":{\"name\":\"%s\",\"arguments\":%s}}"
                        .formatted(name, Json.of(arguments));
    }

    @Test
    void itsInstructionsArePutIntoTheRequest() throws Exception {
        assertThat(ask("/plain What is new?", false, "").text()).contains("Hello there!");

        assertThat(sent().getFirst().get("messages").orElseThrow().toString())
                .isEqualTo(
                        "[{\"role\":\"system\",\"content\":\"<skill name=\\\"plain\\\">\\n"
                                + "Answer like a pirate.\\n"
                                + "</skill>\"},{\"role\":\"user\",\"content\":\"What is new?\"}]");
        assertThat(sent().getFirst().get("tools")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theModelReadsAFileWithinTheExchange(boolean stream) throws Exception {
        backend.on(
                "POST",
                CHAT,
                Answer.sequence(
                        calling(call(0, "read_skill_file", "{\"path\":\"forms.md\"}")),
                        FakeOpenAi.chat("Seven fields.")));

        String reply = ask("/pdf How many?", stream, "").text();

        assertThat(reply).contains("Wait. ").contains("fields.").doesNotContain("read_skill_file");
        assertThat(reply).contains("\"finish_reason\":\"stop\"").doesNotContain("\"tool_calls\"");
        assertThat(sent()).hasSize(2);
        assertThat(sent().getFirst().toString())
                .contains("to read with the tool read_skill_file")
                .contains("forms.md");
        String second = sent().getLast().get("messages").orElseThrow().toString();
        assertThat(second).contains("\"tool_call_id\":\"c0\"").contains("A form has seven fields.");
        if (stream) {
            assertThat(reply.split("\\[DONE]", -1)).hasSize(2);
        } else {
            assertThat(reply).contains("\"prompt_tokens\":12");
        }
    }

    @Test
    void aPathOutsideIsRefusedToTheModel() throws Exception {
        backend.on(
                "POST",
                CHAT,
                Answer.sequence(
                        calling(call(0, "read_skill_file", "{\"path\":\"../../config.json\"}")),
                        calling(call(0, "read_skill_file", "not json")),
                        FakeOpenAi.chat("Well.")));

        assertThat(ask("/pdf How many?", false, "").text()).contains("Well.");

        assertThat(sent().get(1).toString()).contains("error: this path may not be read");
        assertThat(sent().get(2).toString()).contains("error: the arguments are wrong");
    }

    @Test
    void aModelThatReadsForEverIsStopped() throws Exception {
        backend.on("POST", CHAT, calling(call(0, "read_skill_file", "{\"path\":\"forms.md\"}")));

        WireMessage reply = ask("/pdf How many?", false, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"finish_reason\":\"stop\"");
        assertThat(sent()).hasSize(9);
        assertThat(sent().getLast().toString()).contains("no more calls");
    }

    @Test
    void callsOfTheClientsToolsGoToTheClient() throws Exception {
        backend.on(
                "POST",
                CHAT,
                calling(
                        call(0, "read_skill_file", "{\"path\":\"forms.md\"}"),
                        call(1, "look", "{}")));

        String reply =
                ask(
                                "/pdf How many?",
                                true,
                                ",\"tools\":[%s,%s]".formatted(tool("look"), tool("rm")))
                        .text();

        assertThat(reply)
                .contains("\"name\":\"look\"")
                .contains("\"finish_reason\":\"tool_calls\"")
                .doesNotContain("read_skill_file");
        assertThat(sent()).hasSize(1);
        assertThat(sent().getFirst().get("tools").orElseThrow().toString())
                .contains("look")
                .contains("read_skill_file")
                .doesNotContain("\"rm\"");
    }

    private static String tool(String name) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"parameters\":{\"type\":\"object\"}}}"
                .formatted(name);
    }

    @Test
    void whereToolsDoNotFitTheFilesThatItNamesArePutIn() throws Exception {
        var _ = ask("/pdf How many?", false, ",\"response_format\":{\"type\":\"json_object\"}");

        assertThat(sent().getFirst().toString()).contains("A form has seven fields.");
        assertThat(sent().getFirst().get("tools")).isEmpty();

        backend.forget();
        backend.on(
                "POST",
                CHAT,
                Answer.sequence(
                        FakeOpenAi.error(400, "tiny does not support tools"),
                        FakeOpenAi.chat("Seven.")));
        assertThat(ask("/pdf How many?", false, "").text()).contains("Seven.");
        assertThat(sent().getLast().toString()).contains("A form has seven fields.");
    }

    @Test
    void changesTakeEffectSoonAndABrokenOneIsReported() throws Exception {
        write("fresh", "SKILL.md", skill("fresh", "", "First."));
        awaitAgents("\"name\":\"fresh\"", true);
        var _ = ask("/fresh Hi", false, "");
        assertThat(sent().getLast().toString()).contains("First.");

        write("fresh", "SKILL.md", skill("fresh", "", "Second, and longer."));
        awaitSent("/fresh Hi", "Second");

        Path file = write("fresh", "SKILL.md", "---\nname: fresh\nno colon\n---\nThird.");
        awaitAgents("SKILL.md, line 3, column 1: no member", true);
        awaitSent("/fresh Hi", "Second");

        Files.delete(file);
        awaitAgents("\"name\":\"fresh\"", false);
    }

    private static void awaitAgents(String text, boolean there) throws Exception {
        Polled.until(
                (there ? "there is " : "there is no more ") + text,
                () -> RawHttp.get(server.port(), "/admin/agents").text().contains(text) == there);
    }

    private static void awaitSent(String question, String text) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        do {
            assertThat(System.nanoTime()).as(text).isLessThan(deadline);
            var _ = ask(question, false, "");
        } while (!sent().getLast().toString().contains(text));
    }

    @Test
    void theModelChoosesWhereTheConfigSaysSo() throws Exception {
        try {
            assertThat(server.reload(config(",\"skills\":{\"choose\":true}")).status())
                    .isEqualTo(200);
            backend.on(
                    "POST",
                    CHAT,
                    Answer.sequence(
                            calling(call(0, "use_skill", "{\"name\":\"pdf\"}")),
                            calling(call(0, "read_skill_file", "{\"path\":\"pdf/forms.md\"}")),
                            FakeOpenAi.chat("Seven.")));

            assertThat(ask("/skills How many?", false, "").text()).contains("Seven.");

            assertThat(sent().get(0).toString())
                    .contains("- pdf: Helps with pdf")
                    .doesNotContain("For forms see");
            assertThat(sent().get(1).toString()).contains("For forms see forms.md.");
            assertThat(sent().get(2).toString()).contains("A form has seven fields.");
        } finally {
            assertThat(server.reload(config("")).status()).isEqualTo(200);
        }
    }

    @Test
    void theCommandAloneIsAQuestion() throws Exception {
        assertThat(ask("/plain", false, "").status()).isEqualTo(200);

        assertThat(sent().getFirst().toString()).contains("Follow the instructions of the skill.");
    }
}
