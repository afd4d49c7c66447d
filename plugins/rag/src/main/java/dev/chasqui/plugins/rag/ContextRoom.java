package dev.chasqui.plugins.rag;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.json.Json;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the part of a model's context that a conversation leaves for passages. */
final class ContextRoom {

    /** The tokens that a chat template puts around a message; the longest known template uses 7. */
    private static final int TOKENS_AROUND_MESSAGE = 10;

    /** The tokens in which a chat template explains how tools are called. */
    private static final int TOKENS_AROUND_TOOLS = 300;

    /** The tokens of a part that is not text; models cut images into some 256 to 1,600 tokens. */
    private static final int TOKENS_OF_OTHER_PART = 1600;

    private ContextRoom() {}

    /**
     * Returns the number of tokens that passages may take: at most {@code budget}, and at most the
     * rest of the context beside the conversation and the answer. The result may be below 0.
     */
    static int forPassages(ChatRequest request, int budget, ModelTokens tokens) {
        OptionalInt length = tokens.contextLength();
        if (length.isEmpty()) {
            return budget;
        }
        int context = length.getAsInt();
        String text = text(request);
        int overhead = overhead(request);
        if (CautiousTokens.bytes(text) + overhead + answer(request, context, 0) + budget
                <= context) {
            // Even the upper bound fits, so no call to the backend is needed.
            return budget;
        }
        int conversation = tokens.count(text) + overhead;
        return Math.min(budget, context - conversation - answer(request, context, conversation));
    }

    /**
     * Returns the room for the answer in tokens: the client's limit, else a quarter of the context.
     * A limit that does not fit into the context even without passages is ignored.
     */
    private static int answer(ChatRequest request, int context, int conversation) {
        Json.Obj sampling = request.settings().sampling();
        return Stream.of("max_completion_tokens", "max_tokens")
                .flatMap(name -> sampling.get(name).stream())
                .filter(Json.Num.class::isInstance)
                .mapToDouble(limit -> ((Json.Num) limit).doubleValue())
                .filter(limit -> limit > 0 && limit + conversation < context)
                .mapToInt(limit -> (int) limit)
                .findFirst()
                .orElse(context / 4);
    }

    /** Returns all text that the model reads: messages, tool calls and tools. */
    private static String text(ChatRequest request) {
        Stream<String> messages = request.messages().stream().flatMap(ContextRoom::texts);
        Stream<String> tools =
                // The text of the record holds the schema as JSON, and the other components.
                request.tools().stream().map(Object::toString);
        return Stream.concat(messages, tools).collect(Collectors.joining("\n"));
    }

    private static Stream<String> texts(Message message) {
        Stream<String> calls =
                message.toolCalls().stream().map(call -> call.name() + call.arguments());
        return Stream.of(Stream.of(message.text()), message.reasoning().stream(), calls)
                .flatMap(texts -> texts);
    }

    private static int overhead(ChatRequest request) {
        long others =
                request.messages().stream()
                        .flatMap(message -> message.content().stream())
                        .filter(part -> !(part instanceof Part.Text))
                        .count();
        return request.messages().size() * TOKENS_AROUND_MESSAGE
                + (int) others * TOKENS_OF_OTHER_PART
                + (request.tools().isEmpty() ? 0 : TOKENS_AROUND_TOOLS);
    }
}
