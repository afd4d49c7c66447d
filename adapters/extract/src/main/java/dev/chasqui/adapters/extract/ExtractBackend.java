package dev.chasqui.adapters.extract;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The built-in backend. It has one model, {@code chasqui-extract}, which answers by quoting from
 * its context. It is deterministic, needs no files or network, and is always available. Safe for
 * use by several threads.
 */
public final class ExtractBackend implements Backend, ChatAbility, TokenAbility, DescribeAbility {
    /** The name of the backend and of its one model. */
    public static final String NAME = "chasqui-extract";

    /**
     * The context length in tokens, estimated from the limit in characters: the model has no
     * tokens.
     */
    private static final int CONTEXT_LENGTH =
            Context.MOST_CHARACTERS / ReplyEvents.CHARACTERS_PER_TOKEN;

    private static final Json.Obj DETAILS =
            Json.Obj.EMPTY
                    .with("parent_model", Json.of(""))
                    .with("format", Json.of("built in"))
                    .with("family", Json.of(NAME))
                    .with("families", new Json.Arr(List.of(Json.of(NAME))))
                    .with("parameter_size", Json.of("0"))
                    .with("quantization_level", Json.of("none"));

    private static final Json.Obj KINDS =
            Json.Obj.EMPTY.with("kinds", new Json.Arr(List.of(Json.of(ModelKind.CHAT.word()))));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return Zone.RESTRICTED;
    }

    @Override
    public List<ModelInfo> models() {
        return List.of(
                new ModelInfo(
                        NAME,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.of("chasqui"),
                        DETAILS,
                        KINDS));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code Invalid} if the reply must fit a schema or call a tool,
     *     since quotes cannot do that; with {@code Cancelled} if the exchange was cancelled
     */
    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        Runnable checkpoint =
                () -> {
                    if (cancellation.isCancelled()) {
                        throw new FailureException(new Failure.Cancelled());
                    }
                };
        checkpoint.run();
        requirePossible(request.settings());
        String text = AnswerWording.answer(Context.of(request.messages()), checkpoint);
        List<ReplyEvent> events =
                ReplyEvents.of(
                        inFormat(text, request.settings().format()),
                        wordLimit(request.settings()),
                        request.messages());
        ChatReply reply =
                ChatReply.of(events)
                        .map(
                                event -> {
                                    checkpoint.run();
                                    return event;
                                });
        return new Answer(reply, dropped(request));
    }

    private static void requirePossible(Settings settings) {
        switch (settings.format()) {
            case ReplyFormat.Text text -> {}
            case ReplyFormat.JsonObject object -> {}
            case ReplyFormat.JsonSchema schema -> throw impossible("cannot fill a JSON schema");
            case ReplyFormat.Other other -> throw impossible("does not know this reply format");
        }
        switch (settings.toolChoice()) {
            case ToolChoice.Auto auto -> {}
            case ToolChoice.None none -> {}
            case ToolChoice.Other other -> {}
            case ToolChoice.Required required -> throw impossible("cannot call tools");
            case ToolChoice.Function function -> throw impossible("cannot call tools");
        }
    }

    private static FailureException impossible(String reason) {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        NAME
                                + " only quotes from its context and "
                                + reason
                                + "; name a model of another backend"));
    }

    private static String inFormat(String text, ReplyFormat format) {
        return format instanceof ReplyFormat.JsonObject
                ? Json.Obj.EMPTY.with("answer", Json.of(text)).toString()
                : text;
    }

    private static OptionalLong wordLimit(Settings settings) {
        return settings.sampling().get("max_tokens").stream()
                .filter(Json.Num.class::isInstance)
                .mapToLong(limit -> ((Json.Num) limit).longValue())
                .filter(limit -> limit > 0)
                .findFirst();
    }

    /** Returns the parts of a request that this backend ignores, since it reads text alone. */
    private static List<String> dropped(ChatRequest request) {
        List<String> dropped = new ArrayList<>();
        if (!request.tools().isEmpty()) {
            dropped.add("tools");
        }
        if (request.messages().stream()
                .flatMap(message -> message.content().stream())
                .anyMatch(part -> !(part instanceof Part.Text))) {
            dropped.add("images");
        }
        return dropped;
    }

    @Override
    public Optional<ModelDescription> describe(String model, boolean verbose) {
        return Optional.of(
                new ModelDescription(
                        Dialect.OLLAMA,
                        Json.Obj.EMPTY
                                .with("details", DETAILS)
                                .with(
                                        "model_info",
                                        Json.Obj.EMPTY
                                                .with("general.architecture", Json.of(NAME))
                                                .with(
                                                        NAME + ".context_length",
                                                        Json.of(CONTEXT_LENGTH)))
                                .with(
                                        "capabilities",
                                        new Json.Arr(List.of(Json.of("completion"))))));
    }

    @Override
    public OptionalInt contextLength(String model) {
        return OptionalInt.of(CONTEXT_LENGTH);
    }

    /** {@inheritDoc} The result is always empty, since this backend has no tokenizer. */
    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return OptionalInt.empty();
    }
}
