package dev.chasqui.bootstrap.clients;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import java.util.List;
import java.util.Objects;

/** LangChain4j's models for either dialect. */
enum LangChain4jClient implements ChatClient {
    OPENAI {
        @Override
        ChatModel model(String url, boolean thinking) {
            return OpenAiChatModel.builder()
                    .baseUrl(url + "/v1")
                    .apiKey("none")
                    .modelName("tiny")
                    .returnThinking(true)
                    .maxRetries(0)
                    .build();
        }

        @Override
        StreamingChatModel streamingModel(String url, boolean thinking) {
            return OpenAiStreamingChatModel.builder()
                    .baseUrl(url + "/v1")
                    .apiKey("none")
                    .modelName("tiny")
                    .returnThinking(true)
                    .build();
        }
    },
    OLLAMA {
        @Override
        ChatModel model(String url, boolean thinking) {
            OllamaChatModel.OllamaChatModelBuilder model =
                    OllamaChatModel.builder()
                            .baseUrl(url)
                            .modelName("tiny")
                            .returnThinking(true)
                            .maxRetries(0);
            return thinking ? model.think(true).build() : model.build();
        }

        @Override
        StreamingChatModel streamingModel(String url, boolean thinking) {
            OllamaStreamingChatModel.OllamaStreamingChatModelBuilder model =
                    OllamaStreamingChatModel.builder()
                            .baseUrl(url)
                            .modelName("tiny")
                            .returnThinking(true);
            return thinking ? model.think(true).build() : model.build();
        }
    };

    private static final JsonObjectSchema PLACE =
            JsonObjectSchema.builder()
                    .addStringProperty("location")
                    .required(List.of("location"))
                    .build();

    /** A tool that takes a {@code location}. */
    static final ToolSpecification WEATHER =
            ToolSpecification.builder().name("get_weather").parameters(PLACE).build();

    /** JSON with a {@code location}. */
    static final ResponseFormat PLACE_AS_JSON =
            ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder().name("place").rootElement(PLACE).build())
                    .build();

    abstract ChatModel model(String url, boolean thinking);

    abstract StreamingChatModel streamingModel(String url, boolean thinking);

    @Override
    public Heard ask(String url, Question question) throws Exception {
        ChatRequest.Builder request =
                ChatRequest.builder().messages(UserMessage.from(question.text()));
        if (question.structured()) {
            request.responseFormat(PLACE_AS_JSON);
        }
        return heard(reply(url, question, request.build()));
    }

    @Override
    public List<Heard> askWithTool(String url, Question question) throws Exception {
        UserMessage asked = UserMessage.from(question.text());
        AiMessage call =
                reply(
                        url,
                        question,
                        ChatRequest.builder().messages(asked).toolSpecifications(WEATHER).build());
        AiMessage answer =
                reply(
                        url,
                        question,
                        ChatRequest.builder()
                                .messages(
                                        asked,
                                        call,
                                        ToolExecutionResultMessage.from(
                                                call.toolExecutionRequests().getFirst(),
                                                "eighteen"))
                                .toolSpecifications(WEATHER)
                                .build());
        return List.of(heard(call), heard(answer));
    }

    private AiMessage reply(String url, Question question, ChatRequest request) throws Exception {
        return question.stream()
                ? StreamedReply.to(request, streamingModel(url, question.thinking()))
                        .whole()
                        .aiMessage()
                : model(url, question.thinking()).chat(request).aiMessage();
    }

    private static Heard heard(AiMessage message) {
        return new Heard(
                Objects.requireNonNullElse(message.text(), ""),
                Objects.requireNonNullElse(message.thinking(), ""),
                message.toolExecutionRequests().stream().map(ToolExecutionRequest::name).toList());
    }
}
