package dev.chasqui.bootstrap.clients;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.exceptions.OllamaException;
import io.github.ollama4j.models.chat.OllamaChatMessage;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.chat.OllamaChatTokenHandler;
import io.github.ollama4j.models.chat.OllamaChatToolCalls;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.tools.Tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A client of ollama4j, which calls tools itself. */
final class Ollama4jClient implements ChatClient {
    private static final Map<String, Object> PLACE =
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("location", Map.of("type", "string")),
                    "required",
                    List.of("location"));

    @Override
    public Heard ask(String url, Question question) throws OllamaException {
        return heard(
                chat(new Ollama(url), question, request(question)).getResponseModel().getMessage());
    }

    @Override
    public List<Heard> askWithTool(String url, Question question) throws OllamaException {
        Ollama client = new Ollama(url);
        client.registerTool(weather(new ArrayList<>()));
        return chat(client, question, request(question).withUseTools(true))
                .getChatHistory()
                .stream()
                .filter(message -> message.getRole().getRoleName().equals("assistant"))
                .map(Ollama4jClient::heard)
                .toList();
    }

    private static OllamaChatRequest request(Question question) {
        OllamaChatRequest request =
                OllamaChatRequest.builder()
                        .withModel("tiny")
                        .withMessage(OllamaChatMessageRole.USER, question.text());
        if (question.structured()) {
            request.setFormat(PLACE);
        }
        return question.thinking() ? request.withThinking(ThinkMode.ENABLED) : request;
    }

    private static OllamaChatResult chat(
            Ollama client, Question question, OllamaChatRequest request) throws OllamaException {
        OllamaChatTokenHandler pieces = _ -> {};
        return client.chat(request, question.stream() ? pieces : null);
    }

    private static Heard heard(OllamaChatMessage message) {
        return new Heard(
                Objects.requireNonNullElse(message.getResponse(), ""),
                Objects.requireNonNullElse(message.getThinking(), ""),
                Objects.requireNonNullElse(message.getToolCalls(), List.<OllamaChatToolCalls>of())
                        .stream()
                        .map(call -> call.getFunction().getName())
                        .toList());
    }

    /**
     * Returns a tool with the result {@code eighteen}.
     *
     * @param calls takes the arguments of each call
     */
    static Tools.Tool weather(List<Map<String, Object>> calls) {
        Tools.Property location =
                Tools.Property.builder()
                        .type("string")
                        .description("City, country")
                        .required(true)
                        .build();
        return Tools.Tool.builder()
                .toolSpec(
                        Tools.ToolSpec.builder()
                                .name("get_weather")
                                .description("Current weather of a place")
                                .parameters(Tools.Parameters.of(Map.of("location", location)))
                                .build())
                .toolFunction(
                        arguments -> {
                            calls.add(arguments);
                            return "eighteen";
                        })
                .build();
    }
}
