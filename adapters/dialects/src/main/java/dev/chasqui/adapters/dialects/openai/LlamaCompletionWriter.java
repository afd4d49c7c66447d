package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.request.ClientNames;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A writer of prompts without a chat template, and of gaps to fill in, for llama.cpp's server:
 * {@code POST /completion} or {@code POST /infill}. OpenAI's dialect has neither.
 */
final class LlamaCompletionWriter {
    private static final Json.Obj ANY_OBJECT = Json.Obj.EMPTY.with("type", Json.of("object"));

    private final ChatRequest request;
    private final boolean raw;
    private final String suffix;
    private final List<String> dropped = new ArrayList<>();

    private LlamaCompletionWriter(ChatRequest request) {
        this.request = request;
        this.raw = request.extras().get("raw").equals(Optional.of(Json.of(true)));
        this.suffix = request.extras().text("suffix").orElse("");
    }

    /**
     * Writes a request.
     *
     * @throws FailureException with {@code Invalid} if a raw prompt comes with images, or with
     *     members that only a template could use
     */
    static Outgoing write(ChatRequest request) {
        LlamaCompletionWriter writer = new LlamaCompletionWriter(request);
        byte[] body = writer.body().toBytes();
        return new Outgoing(
                writer.suffix.isEmpty() ? "/completion" : "/infill", body, writer.dropped);
    }

    private Json.Obj body() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", Json.of(request.model()));
        String prompt = prompt();
        if (suffix.isEmpty()) {
            members.put("prompt", Json.of(prompt));
        } else {
            members.put("input_prefix", Json.of(prompt));
            members.put("input_suffix", Json.of(suffix));
        }
        members.put("stream", Json.of(request.stream()));
        addSampling(members);
        addFormat(members);
        if (!(request.settings().thinking() instanceof Thinking.Unset)) {
            dropped.add("think");
        }
        Json.Obj extras = request.extras().without("raw").without("suffix");
        dropped.addAll(ClientNames.ofExtras(request, extras));
        return new Json.Obj(members);
    }

    private String prompt() {
        Message question =
                request.question()
                        .orElseThrow(() -> invalid("prompt: missing (expected: a string)"));
        if (question.content().stream().anyMatch(part -> !(part instanceof Part.Text))) {
            throw invalid(
                    "images: they cannot go with a raw prompt or a suffix to this model's backend"
                            + " (expected: none)");
        }
        boolean instructed = request.messages().size() > 1;
        if (raw && (instructed || hasValue("template") || hasValue("context"))) {
            throw invalid("raw mode does not support template, system, or context");
        }
        if (instructed) {
            dropped.add("system");
        }
        return question.text();
    }

    private boolean hasValue(String member) {
        Json value = request.extras().get(member).orElse(Json.Null.NULL);
        return !(value instanceof Json.Null
                || value.equals(Json.of(""))
                || value.equals(Json.Arr.EMPTY));
    }

    private void addSampling(Map<String, Json> members) {
        request.settings()
                .sampling()
                .members()
                .forEach(
                        (name, value) -> {
                            if (!value.equals(Json.Arr.EMPTY)) {
                                members.put(
                                        name.equals(OpenAiRequestWriter.MAX_TOKENS)
                                                ? "n_predict"
                                                : name,
                                        value);
                            }
                        });
    }

    private void addFormat(Map<String, Json> members) {
        switch (request.settings().format()) {
            case ReplyFormat.Text _ -> {}
            case ReplyFormat.JsonObject _ -> members.put("json_schema", ANY_OBJECT);
            case ReplyFormat.JsonSchema schema -> members.put("json_schema", schema.schema());
            case ReplyFormat.Other _ -> dropped.add("format");
        }
    }

    private static FailureException invalid(String why) {
        return new FailureException(new Failure.Invalid(Optional.empty(), why));
    }
}
