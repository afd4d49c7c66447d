package dev.chasqui.bootstrap.clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A client of OpenAI's own Java SDK; its accumulator joins the pieces of streams. */
final class OpenAiSdkClient implements ChatClient {
    private static final Map<String, Object> LOCATION =
            Map.of("location", Map.of("type", "string"));

    /** Returns a client that never retries. */
    static OpenAIClient to(String url) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @Override
    public Heard ask(String url, Question question) {
        OpenAIClient client = to(url);
        try {
            return reply(client, question, params(question)).heard();
        } finally {
            client.close();
        }
    }

    @Override
    public List<Heard> askWithTool(String url, Question question) {
        ChatCompletionCreateParams params = params(question).toBuilder().addTool(weather()).build();
        OpenAIClient client = to(url);
        try {
            Reply call = reply(client, question, params);
            ChatCompletionMessage message = call.message();
            Reply answer =
                    reply(
                            client,
                            question,
                            params.toBuilder()
                                    .addMessage(message)
                                    .addMessage(
                                            ChatCompletionToolMessageParam.builder()
                                                    .toolCallId(
                                                            message.toolCalls()
                                                                    .orElseThrow()
                                                                    .getFirst()
                                                                    .asFunction()
                                                                    .id())
                                                    .content("eighteen")
                                                    .build())
                                    .build());
            return List.of(call.heard(), answer.heard());
        } finally {
            client.close();
        }
    }

    /** A whole reply, with its pieces if it was streamed. */
    record Reply(ChatCompletion whole, List<ChatCompletionChunk> chunks) {

        ChatCompletionMessage message() {
            return whole.choices().getFirst().message();
        }

        Heard heard() {
            return new Heard(
                    message().content().orElse(""),
                    reasoningOf(chunks),
                    message().toolCalls().orElse(List.of()).stream()
                            .map(call -> call.asFunction().function().name())
                            .toList());
        }
    }

    /** Requests the whole reply, or joins it from its stream. */
    static Reply reply(OpenAIClient client, Question question, ChatCompletionCreateParams params) {
        if (!question.stream()) {
            return new Reply(client.chat().completions().create(params).validate(), List.of());
        }
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> reply =
                client.chat().completions().createStreaming(params)) {
            reply.stream().map(whole::accumulate).forEach(chunks::add);
        }
        return new Reply(whole.chatCompletion(), chunks);
    }

    static ChatCompletionCreateParams params(Question question) {
        ChatCompletionCreateParams.Builder params =
                ChatCompletionCreateParams.builder().model("tiny").addUserMessage(question.text());
        return question.structured()
                ? params.responseFormat(placeAsJson()).build()
                : params.build();
    }

    /** Returns the reasoning, in the spelling of common servers. */
    static String reasoningOf(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(choice -> choice.delta()._allProperties())
                .filter(members -> members.containsKey("reasoning_content"))
                .map(members -> members.get("reasoning_content").convert(String.class))
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
    }

    /** A tool that takes a {@code location}. */
    static ChatCompletionFunctionTool weather() {
        return ChatCompletionFunctionTool.builder()
                .function(
                        FunctionDefinition.builder()
                                .name("get_weather")
                                .parameters(
                                        FunctionParameters.builder()
                                                .putAdditionalProperty(
                                                        "type", JsonValue.from("object"))
                                                .putAdditionalProperty(
                                                        "properties", JsonValue.from(LOCATION))
                                                .build())
                                .build())
                .build();
    }

    private static ResponseFormatJsonSchema placeAsJson() {
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(
                        ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("place")
                                .schema(
                                        ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                                .putAdditionalProperty(
                                                        "type", JsonValue.from("object"))
                                                .putAdditionalProperty(
                                                        "properties", JsonValue.from(LOCATION))
                                                .build())
                                .build())
                .build();
    }
}
