package dev.chasqui.plugins.rag;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.json.Json;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much of a model's context a conversation leaves for passages. */
final class ContextRoom {

    /** What a chat template puts around a message; the longest known take 7 tokens. */
    private static final int AROUND_MESSAGE = 10;

    /** What a chat template tells of how tools are called. */
    private static final int AROUND_TOOLS = 300;

    /** What a part that is no text takes; models cut images into some 256 to 1,600 tokens. */
    private static final int OTHER_PART = 1600;

    private ContextRoom() {}

    /**
     * How many tokens passages may take: at most {@code budget}, and no more than the context
     * leaves beside the conversation and the answer. It may be less than 0.
     */
    static int forPassages(ChatRequest request, int budget, ModelTokens tokens) {
        OptionalInt length = tokens.contextLength();
        if (length.isEmpty()) {
            return budget;
        }
        int context = length.getAsInt();
        String text = text(request);
        int around = around(request);
        if (CautiousTokens.bytes(text) + around + answer(request, context, 0) + budget <= context) {
            // There is room enough in any case: nobody needs to be asked.
            return budget;
        }
        int conversation = tokens.count(text) + around;
        return Math.min(budget, context - conversation - answer(request, context, conversation));
    }

    /**
     * The room for the answer: what the client sets as its limit, else a quarter of the context. A
     * limit that the context could not hold even without passages is none.
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

    /** All text that the model reads. */
    private static String text(ChatRequest request) {
        Stream<String> messages = request.messages().stream().flatMap(ContextRoom::texts);
        Stream<String> tools =
                // A record spells its schema as JSON, and its components besides.
                request.tools().stream().map(Object::toString);
        return Stream.concat(messages, tools).collect(Collectors.joining("\n"));
    }

    private static Stream<String> texts(Message message) {
        Stream<String> calls =
                message.toolCalls().stream().map(call -> call.name() + call.arguments());
        return Stream.of(Stream.of(message.text()), message.reasoning().stream(), calls)
                .flatMap(texts -> texts);
    }

    private static int around(ChatRequest request) {
        long others =
                request.messages().stream()
                        .flatMap(message -> message.content().stream())
                        .filter(part -> !(part instanceof Part.Text))
                        .count();
        return request.messages().size() * AROUND_MESSAGE
                + (int) others * OTHER_PART
                + (request.tools().isEmpty() ? 0 : AROUND_TOOLS);
    }
}
