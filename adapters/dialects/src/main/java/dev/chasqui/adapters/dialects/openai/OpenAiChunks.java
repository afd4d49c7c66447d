package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.adapters.dialects.reply.JsonTemplate;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Usage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A maker of {@code chat.completion.chunk}s with the same head. Used by one thread. */
final class OpenAiChunks {
    /** The members id, object, created and model. */
    private final Json.Obj head;

    /** The templates of chunks with a single text, by the member of the delta. */
    private final Map<String, JsonTemplate> texts = new HashMap<>();

    private OpenAiChunks(Json.Obj head) {
        this.head = head;
    }

    /** Returns chunks for a reply that we write ourselves. */
    static OpenAiChunks of(String model, ReplyHead head) {
        return of(
                Json.of(OpenAiReplyWriter.id(head)),
                Json.of(head.createdAt().getEpochSecond()),
                Json.of(model));
    }

    /**
     * Returns chunks with the head of a backend's reply; members that it lacks are taken from
     * these.
     */
    OpenAiChunks like(Json.Obj reply) {
        return of(member(reply, "id"), member(reply, "created"), member(reply, "model"));
    }

    private Json member(Json.Obj reply, String name) {
        return reply.get(name)
                .filter(value -> value != Json.Null.NULL)
                .orElseGet(() -> head.get(name).orElseThrow());
    }

    private static OpenAiChunks of(Json id, Json created, Json model) {
        return new OpenAiChunks(
                Json.Obj.EMPTY
                        .with("id", id)
                        .with("object", Json.of("chat.completion.chunk"))
                        .with("created", created)
                        .with("model", model));
    }

    /** Returns a chunk whose delta has only this text. */
    byte[] delta(String name, String text) {
        return texts.computeIfAbsent(name, this::template).fill(text);
    }

    private JsonTemplate template(String name) {
        Json.Obj delta = Json.Obj.EMPTY.with(name, Json.of(""));
        return JsonTemplate.of(Sse.text(chunk(delta, Json.Null.NULL).toString()), name);
    }

    /** Returns a chunk with a text and the log probabilities of its tokens. */
    byte[] text(String text, List<Json.Obj> logprobs) {
        Json.Obj choice =
                Json.Obj.EMPTY
                        .with("index", Json.of(0))
                        .with("delta", Json.Obj.EMPTY.with("content", Json.of(text)))
                        .with("logprobs", OpenAiLogprobs.write(logprobs))
                        .with("finish_reason", Json.Null.NULL);
        return event(head.with("choices", new Json.Arr(List.of(choice))));
    }

    /** Returns a chunk with this delta. */
    byte[] delta(Json.Obj delta) {
        return choice(delta, Json.Null.NULL);
    }

    /** Returns a chunk with the side channels; it has a choice, since clients expect one. */
    byte[] sideChannels(SideChannels sideChannels, CitationMarks marks) {
        Json.Obj delta = OpenAiAnnotations.addTo(Json.Obj.EMPTY, sideChannels, marks);
        return event(sideChannels.addTo(chunk(delta, Json.Null.NULL)));
    }

    /** Returns the chunk with the reason for the end of the answer. */
    byte[] finish(String reason) {
        return choice(Json.Obj.EMPTY, Json.of(reason));
    }

    /** Returns the chunk without choices that holds the usage. */
    byte[] usage(Usage usage) {
        return event(OpenAiUsage.put(head.with("choices", Json.Arr.EMPTY), usage));
    }

    private byte[] choice(Json.Obj delta, Json finishReason) {
        return event(chunk(delta, finishReason));
    }

    private Json.Obj chunk(Json.Obj delta, Json finishReason) {
        Json.Obj choice =
                Json.Obj.EMPTY
                        .with("index", Json.of(0))
                        .with("delta", delta)
                        .with("finish_reason", finishReason);
        return head.with("choices", new Json.Arr(List.of(choice)));
    }

    private static byte[] event(Json.Obj chunk) {
        return Sse.event(chunk.toString());
    }
}
