package dev.chasqui.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.openai.OpenAiChat;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the single pass over a request's body. */
@State(Scope.Thread)
public class BodyScanBenchmark {
    private final ClientCodec codec = new OpenAiChat();
    private final byte[] small = Requests.ofSize(250).getBytes(UTF_8);
    private final byte[] large = Requests.ofSize(32 * 1024).getBytes(UTF_8);

    /** Decodes a short question. */
    @Benchmark
    public Incoming small() {
        return codec.decode(small);
    }

    /** Decodes a prompt of 32 KiB. */
    @Benchmark
    public Incoming large() {
        return codec.decode(large);
    }
}
