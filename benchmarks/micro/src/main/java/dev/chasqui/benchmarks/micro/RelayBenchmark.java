package dev.chasqui.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ollama.OllamaBackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaChat;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiChat;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.reply.ReplyEvent;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Measures the relay of a stream, from the backend's bytes to the client's, for each frame. */
@State(Scope.Thread)
public class RelayBenchmark {
    private static final int FRAMES = 256;
    private static final String BACKEND = "bench";
    private static final ReplyHead HEAD = new ReplyHead("id", Instant.EPOCH);

    private final Incoming.Chat openAiRequest =
            new OpenAiChat().decode(Requests.ofSize(250).getBytes(UTF_8));
    private final Incoming.Chat ollamaRequest =
            (Incoming.Chat)
                    new OllamaChat(InstantSource.system())
                            .decode(Requests.ofSize(250).getBytes(UTF_8));
    private final List<byte[]> sse = sseFrames();
    private final List<byte[]> ndjson = ndjsonFrames();

    private static List<byte[]> sseFrames() {
        String start =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":1763700000,\"model\":\"bench\",\"choices\":[{\"index\":0,"
                        + "\"delta\":{";
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES - 1; i++) {
            frames.add(
                    (start + "\"content\":\" word" + i + "\"},\"finish_reason\":null}]}\n\n")
                            .getBytes(UTF_8));
        }
        frames.add((start + "},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n").getBytes(UTF_8));
        return frames;
    }

    private static List<byte[]> ndjsonFrames() {
        String start = "{\"model\":\"bench\",\"created_at\":\"2026-11-21T12:00:00.000000Z\",";
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES - 1; i++) {
            frames.add(
                    (start
                                    + "\"message\":{\"role\":\"assistant\",\"content\":\" word"
                                    + i
                                    + "\"},\"done\":false}\n")
                            .getBytes(UTF_8));
        }
        frames.add(
                (start
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                                + "\"done\":true,\"done_reason\":\"stop\",\"eval_count\":255}\n")
                        .getBytes(UTF_8));
        return frames;
    }

    /** Relays OpenAI's frames to a client of OpenAI's dialect. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long sse() {
        return relay(sse, new OpenAiBackendCodec(), new OpenAiChat(), openAiRequest);
    }

    /** Relays Ollama's frames to a client of Ollama's dialect. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long ndjson() {
        return relay(
                ndjson,
                new OllamaBackendCodec(),
                new OllamaChat(InstantSource.system()),
                ollamaRequest);
    }

    /** Relays OpenAI's frames to a client of Ollama's dialect. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long sseToNdjson() {
        return relay(
                sse,
                new OpenAiBackendCodec(),
                new OllamaChat(InstantSource.system()),
                ollamaRequest);
    }

    /** Relays Ollama's frames to a client of OpenAI's dialect. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long ndjsonToSse() {
        return relay(ndjson, new OllamaBackendCodec(), new OpenAiChat(), openAiRequest);
    }

    /** Returns the number of bytes sent, so that the compiler removes nothing as unused. */
    private static long relay(
            List<byte[]> frames, BackendCodec from, ClientCodec to, Incoming.Chat incoming) {
        StreamDecoder decoder = from.streamDecoder(BACKEND, incoming.request());
        StreamEncoder encoder = to.streamEncoder(incoming, HEAD);
        long sent = 0;
        for (byte[] frame : frames) {
            decoder.feed(frame, 0, frame.length);
            for (ReplyEvent event = decoder.poll(); event != null; event = decoder.poll()) {
                sent += encoder.encode(event).length;
            }
        }
        return sent + encoder.end().length;
    }
}
