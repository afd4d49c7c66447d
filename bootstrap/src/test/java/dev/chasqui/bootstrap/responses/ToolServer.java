package dev.chasqui.bootstrap.responses;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A kind of backend with the model {@code tiny}. To a request with tools it thinks, then calls
 * {@code get_weather} for Paris and Rome at once, after two results for Oslo, and then answers; any
 * other request it answers with {@code Hello there!}.
 */
enum ToolServer {
    OPENAI("openai", "/v1/chat/completions", "\"role\":\"tool\"") {
        @Override
        FakeBackend start() {
            return FakeOpenAi.start("tiny");
        }

        @Override
        Answer whole(Turn turn) {
            List<String> calls = new ArrayList<>();
            for (String place : turn.places()) {
                calls.add(
                        """
                        {"id":"call_%s","type":"function","function":{"name":"get_weather",\
                        "arguments":%s}}\
                        """
                                .formatted(place, Json.of(arguments(place))));
            }
            return Answer.json(
                    200,
                    """
                    {"id":"c","object":"chat.completion","created":1,"model":"tiny","choices":[{\
                    "index":0,"message":{"role":"assistant","content":"%s",\
                    "reasoning_content":"%s"%s},"finish_reason":"%s"}],"usage":{\
                    "prompt_tokens":10,"completion_tokens":5,"total_tokens":15,\
                    "completion_tokens_details":{"reasoning_tokens":2}}}\
                    """
                            .formatted(
                                    turn.text(),
                                    turn.thought(),
                                    calls.isEmpty() ? "" : ",\"tool_calls\":" + calls,
                                    calls.isEmpty() ? "stop" : "tool_calls"));
        }

        @Override
        Answer stream(Turn turn) {
            List<String> frames = new ArrayList<>();
            frames.add(delta("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
            if (!turn.thought().isEmpty()) {
                frames.add(delta("{\"reasoning_content\":\"" + turn.thought() + "\"}", "null"));
            }
            for (String word : words(turn.text())) {
                frames.add(delta("{\"content\":\"" + word + "\"}", "null"));
            }
            for (int i = 0; i < turn.places().size(); i++) {
                String place = turn.places().get(i);
                String arguments = arguments(place);
                frames.add(
                        delta(
                                """
                                {"tool_calls":[{"index":%d,"id":"call_%s","type":"function",\
                                "function":{"name":"get_weather","arguments":%s}}]}\
                                """
                                        .formatted(i, place, Json.of(arguments.substring(0, 7))),
                                "null"));
                frames.add(
                        delta(
                                "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}"
                                        .formatted(i, Json.of(arguments.substring(7))),
                                "null"));
            }
            frames.add(delta("{}", turn.places().isEmpty() ? "\"stop\"" : "\"tool_calls\""));
            frames.add(
                    "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                            + "\"model\":\"tiny\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,"
                            + "\"completion_tokens\":5,\"total_tokens\":15}}\n\n");
            frames.add("data: [DONE]\n\n");
            return Answer.stream("text/event-stream", Duration.ZERO, frames);
        }

        private String delta(String delta, String finish) {
            return """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"tiny",\
            "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

            """
                    .formatted(delta, finish);
        }
    },

    OLLAMA("ollama", "/api/chat", "\"role\":\"tool\"") {
        @Override
        FakeBackend start() {
            return FakeOllama.start("tiny");
        }

        @Override
        Answer whole(Turn turn) {
            return Answer.json(200, message(turn.text(), turn.thought(), turn.places(), true));
        }

        @Override
        Answer stream(Turn turn) {
            List<String> lines = new ArrayList<>();
            if (!turn.thought().isEmpty()) {
                lines.add(message("", turn.thought(), List.of(), false) + "\n");
            }
            for (String word : words(turn.text())) {
                lines.add(message(word, "", List.of(), false) + "\n");
            }
            for (String place : turn.places()) {
                lines.add(message("", "", List.of(place), false) + "\n");
            }
            lines.add(message("", "", List.of(), true) + "\n");
            return Answer.stream("application/x-ndjson", Duration.ZERO, lines);
        }

        private String message(String text, String thought, List<String> places, boolean done) {
            List<String> calls =
                    places.stream()
                            .map(
                                    place ->
                                            "{\"function\":{\"name\":\"get_weather\",\"arguments\":"
                                                    + arguments(place)
                                                    + "}}")
                            .toList();
            return """
            {"model":"tiny","created_at":"2026-11-21T00:00:00Z","message":{\
            "role":"assistant","content":"%s"%s%s},"done":%b%s}\
            """
                    .formatted(
                            text,
                            thought.isEmpty() ? "" : ",\"thinking\":\"" + thought + "\"",
                            calls.isEmpty() ? "" : ",\"tool_calls\":" + calls,
                            done,
                            done
                                    ? ",\"done_reason\":\"stop\",\"prompt_eval_count\":10,"
                                            + "\"eval_count\":5"
                                    : "");
        }
    },

    ANTHROPIC("anthropic", "/v1/messages", "\"type\":\"tool_result\"") {
        @Override
        FakeBackend start() {
            return FakeBackend.start()
                    .on(
                            "GET",
                            "/v1/models",
                            Answer.json(
                                    200,
                                    "{\"data\":[{\"type\":\"model\",\"id\":\"tiny\"}],"
                                            + "\"has_more\":false}"));
        }

        @Override
        Answer whole(Turn turn) {
            return Answer.json(
                    200,
                    """
                    {"id":"m","type":"message","role":"assistant","model":"tiny","content":%s,\
                    "stop_reason":"%s","stop_sequence":null,"usage":{"input_tokens":10,\
                    "output_tokens":5}}\
                    """
                            .formatted(
                                    blocks(turn),
                                    turn.places().isEmpty() ? "end_turn" : "tool_use"));
        }

        private List<String> blocks(Turn turn) {
            List<String> blocks = new ArrayList<>();
            if (!turn.thought().isEmpty()) {
                blocks.add(
                        "{\"type\":\"thinking\",\"thinking\":\"%s\",\"signature\":\"signed\"}"
                                .formatted(turn.thought()));
            }
            if (!turn.text().isEmpty()) {
                blocks.add("{\"type\":\"text\",\"text\":\"" + turn.text() + "\"}");
            }
            for (String place : turn.places()) {
                blocks.add(
                        "{\"type\":\"tool_use\",\"id\":\"toolu_%s\",\"name\":\"get_weather\",\"input\":%s}"
                                .formatted(place, arguments(place)));
            }
            return blocks;
        }

        @Override
        Answer stream(Turn turn) {
            List<String> frames = new ArrayList<>();
            frames.add(
                    event(
                            "message_start",
                            "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\","
                                    + "\"model\":\"tiny\",\"content\":[],\"stop_reason\":null,"
                                    + "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}"));
            int index = 0;
            if (!turn.thought().isEmpty()) {
                frames.addAll(
                        block(
                                index++,
                                "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                                "{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}"
                                        .formatted(turn.thought()),
                                "{\"type\":\"signature_delta\",\"signature\":\"signed\"}"));
            }
            if (!turn.text().isEmpty()) {
                frames.addAll(
                        block(
                                index++,
                                "{\"type\":\"text\",\"text\":\"\"}",
                                "{\"type\":\"text_delta\",\"text\":\"" + turn.text() + "\"}"));
            }
            for (String place : turn.places()) {
                frames.addAll(
                        block(
                                index++,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_%s\",\"name\":\"get_weather\",\"input\":{}}"
                                        .formatted(place),
                                "{\"type\":\"input_json_delta\",\"partial_json\":%s}"
                                        .formatted(Json.of(arguments(place)))));
            }
            frames.add(
                    event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}"
                                    .formatted(turn.places().isEmpty() ? "end_turn" : "tool_use")));
            frames.add("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            return Answer.stream("text/event-stream", Duration.ZERO, frames);
        }

        private List<String> block(int index, String start, String... deltas) {
            List<String> frames = new ArrayList<>();
            String at = "\"index\":" + index;
            frames.add(event("content_block_start", at + ",\"content_block\":" + start));
            for (String delta : deltas) {
                frames.add(event("content_block_delta", at + ",\"delta\":" + delta));
            }
            frames.add(event("content_block_stop", at));
            return frames;
        }

        private String event(String type, String members) {
            return "event: %1$s\ndata: {\"type\":\"%1$s\",%2$s}\n\n".formatted(type, members);
        }
    };

    private final String type;
    private final String path;
    private final Pattern result;

    ToolServer(String type, String path, String result) {
        this.type = type;
        this.path = path;
        this.result = Pattern.compile(Pattern.quote(result));
    }

    /** One turn of the model. */
    record Turn(String thought, String text, List<String> places) {}

    abstract FakeBackend start();

    abstract Answer whole(Turn turn);

    abstract Answer stream(Turn turn);

    String path() {
        return path;
    }

    /** Starts a backend that plays its turns. */
    FakeBackend play() {
        return playOn(start());
    }

    /** Has a backend play its turns. */
    FakeBackend playOn(FakeBackend backend) {
        return backend.on(
                "POST",
                path,
                Answer.choose(
                        request -> {
                            Turn turn = turn(request.text());
                            return request.text().contains("\"stream\":true")
                                    ? stream(turn)
                                    : whole(turn);
                        }));
    }

    /** Starts a server with a backend as its only one. */
    StartedServer before(FakeBackend backend, String more) {
        try {
            Path key = Files.writeString(Files.createTempFile("chasqui-test", ".key"), "secret");
            String entry = StartedServer.backendConfig("backend", backend, type);
            String keyed = entry.replaceFirst("}$", ",\"apiKeyFile\":\"" + key + "\"}");
            StartedServer server = StartedServer.of("{\"backends\":[%s]%s}".formatted(keyed, more));
            Files.delete(key);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Turn turn(String request) {
        if (!request.contains("\"tools\":[{")) {
            return new Turn("", "Hello there!", List.of());
        }
        return switch ((int) result.matcher(request).results().count()) {
            case 0 -> new Turn("I look.", "", List.of("Paris", "Rome"));
            case 2 -> new Turn("", "And Oslo?", List.of("Oslo"));
            default -> new Turn("", "Rome is the warmest.", List.of());
        };
    }

    private static String arguments(String place) {
        return "{\"place\":\"" + place + "\"}";
    }

    private static List<String> words(String text) {
        return Pattern.compile("\\S+\\s*")
                .matcher(text)
                .results()
                .map(word -> word.group())
                .toList();
    }
}
