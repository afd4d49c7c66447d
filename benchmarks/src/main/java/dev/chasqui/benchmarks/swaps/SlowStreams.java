package dev.chasqui.benchmarks.swaps;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.ReplyWriter;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams with one piece a second that last until {@link #end}, on both sides of the server: the
 * model's and the clients'.
 */
final class SlowStreams implements AutoCloseable {
    private static final Duration GAP = Duration.ofSeconds(1);
    private static final Pattern MARK = Pattern.compile("x<(\\d+)>");
    private static final String LAST = "data: [DONE]";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Boolean>> streams = new ArrayList<>();
    private volatile boolean over;

    /** Sends one stream, as the server of the model. */
    void send(ReplyWriter reply) throws IOException {
        reply.head(
                "HTTP/1.1 200 OK",
                List.of(
                        new Header("Content-Type", "text/event-stream"),
                        new Header("Transfer-Encoding", "chunked")));
        while (!over) {
            reply.piece(frame("\"x\"", "null"));
            reply.pause(GAP);
        }
        reply.piece(frame("\"x\"", "null"));
        reply.piece(frame("\"\"", "\"stop\""));
        reply.piece(LAST + "\n\n");
        reply.end();
    }

    private static String frame(String text, String finish) {
        return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\""
                + SwapTrial.MODEL
                + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                + text
                + "},\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    /** Starts more streams, as clients. */
    void start(int count, int port) {
        for (int i = 0; i < count; i++) {
            streams.add(threads.submit(() -> isWhole(port)));
        }
    }

    /** Returns true if a stream came to its end, with the marks of one version alone. */
    private static boolean isWhole(int port) throws IOException {
        String body =
                """
                {"model":"%s","stream":true,"messages":[{"role":"user","content":"/mark Hi"}]}
                """
                        .formatted(SwapTrial.MODEL);
        WireMessage answer = RawHttp.post(port, "/v1/chat/completions", body);
        String text = answer.text();
        long pieces = text.lines().filter(line -> line.contains("\"x<")).count();
        Matcher mark = MARK.matcher(text);
        return answer.status() == 200
                && text.stripTrailing().endsWith(LAST)
                && pieces > 0
                && mark.find()
                && text.lines().filter(line -> line.contains(mark.group())).count() == pieces;
    }

    int count() {
        return streams.size();
    }

    /** Ends all streams and returns the number of those that were cut, refused or mixed. */
    int end() throws InterruptedException {
        over = true;
        int broken = 0;
        for (Future<Boolean> stream : streams) {
            try {
                broken += stream.get() ? 0 : 1;
            } catch (ExecutionException e) {
                broken++;
            }
        }
        return broken;
    }

    @Override
    public void close() {
        over = true;
        threads.close();
    }
}
