package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A service edits the messages of a client of another dialect, whose documents it does not see. */
class RemoteEditTest {
    private static final String CHAT = "/v1/messages";

    private static FakeBackend backend;
    private static FakeBackend service;
    private static StartedServer server;

    @BeforeAll
    static void start() throws IOException {
        backend = FakeBackend.start();
        backend.on("GET", "/v1/models", Answer.json(200, "{\"data\":[{\"id\":\"claude\"}]}"));
        backend.on(
                "POST",
                CHAT,
                Answer.json(
                        200,
                        """
                        {"id":"msg","type":"message","role":"assistant","model":"claude",
                         "content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn",
                         "usage":{"input_tokens":1,"output_tokens":1}}
                        """));
        service = FakeBackend.start();
        server =
                StartedServer.of(
                        """
                        {"backends":[%s],"plugins":{"remote":{"brief":
                            {"url":"%s/agent","help":"Edits"}}}}
                        """
                                .formatted(
                                        StartedServer.backendConfig("hosted", backend, "anthropic"),
                                        service.url()));
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    /** Returns a service that puts a message in front of those that it sees. */
    private static Answer adding() {
        return (request, reply) -> {
            Json.Obj asked = (Json.Obj) JsonReader.read(request.body());
            List<Json> messages = new ArrayList<>();
            messages.add(
                    JsonReader.read(
                            "{\"role\":\"user\",\"content\":\"Be brief.\"}"
                                    .getBytes(StandardCharsets.UTF_8)));
            if (asked.object("request").get("messages").orElseThrow()
                    instanceof Json.Arr(List<Json> seen)) {
                messages.addAll(seen);
            }
            Json.Obj edit = Json.Obj.EMPTY.with("messages", new Json.Arr(messages));
            Answer.json(200, Json.Obj.EMPTY.with("request", edit).toString()).write(request, reply);
        };
    }

    private static String sent(String messages) throws Exception {
        service.on("POST", "/agent", adding());
        String body =
                "{\"model\":\"claude\",\"max_tokens\":9,\"agents\":[\"brief\"],\"messages\":[%s]}"
                        .formatted(messages);
        assertThat(RawHttp.post(server.port(), CHAT, body).text()).contains("\"ok\"");
        return backend.awaitRequest(CHAT).message().text();
    }

    private static String summarize(String file) {
        return """
        {"role":"user","content":[{"type":"text","text":"Summarize"},{"type":"document","source":\
        {"type":"file","file_id":"%s"}}]}\
        """
                .formatted(file);
    }

    @Test
    void messagesThatLookAlikeKeepTheirOwnDocuments() throws Exception {
        String first = summarize("a");
        String answer = "{\"role\":\"assistant\",\"content\":\"ok\"}";
        String second = summarize("b");

        assertThat(sent(first + "," + answer + "," + second))
                .contains(first + "," + answer + "," + second);
    }

    @Test
    void imagesInTheResultOfAToolLeaveTheOtherMessagesAsTheyCame() throws Exception {
        String first = summarize("a");
        String call =
                """
                {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},\
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[\
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"aa"}}]}]},\
                {"role":"assistant","content":"Seen."}\
                """;
        String second = summarize("b");

        assertThat(sent(first + "," + call + "," + second)).contains(first).contains(second);
    }
}
