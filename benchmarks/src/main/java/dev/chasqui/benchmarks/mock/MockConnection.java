package dev.chasqui.benchmarks.mock;

import dev.chasqui.benchmarks.loop.LoopConnection;
import dev.chasqui.benchmarks.loop.SocketLoop;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A gateway's connection to the mock, which answers its requests one after another. Used by the
 * thread that runs the loop.
 */
final class MockConnection implements LoopConnection.Reader {
    /** The word that each text to embed holds once. */
    static final String EMBEDDED = "Cuzco";

    private static final int ROOM = 1 << 15;
    private static final int MOST_INPUTS = 64;

    /**
     * The write buffer of a thread; one is enough, since its bytes are sent or copied before the
     * next use.
     */
    private static final ThreadLocal<ByteBuffer> OUT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(ROOM));

    private final SocketLoop loop;
    private final LoopConnection wire;
    private final Prepared prepared;
    private final RequestReader request = new RequestReader();

    private Frames frames;
    private StreamShape shape = StreamShape.PACED;
    private int sent;
    private long started;
    private boolean ended;

    /** The answers that all connections send. */
    record Prepared(
            ByteBuffer openAi,
            ByteBuffer ollama,
            Frames openAiFrames,
            Frames ollamaFrames,
            List<ByteBuffer> vectors) {
        static Prepared make() {
            return new Prepared(
                    MockAnswers.whole(MockAnswers.openAi()),
                    MockAnswers.whole(MockAnswers.ollama()),
                    Frames.openAi(),
                    Frames.ollama(),
                    IntStream.rangeClosed(0, MOST_INPUTS)
                            .mapToObj(MockAnswers::embeddings)
                            .map(MockAnswers::whole)
                            .toList());
        }

        /** Returns the answer with a vector for each of some inputs. */
        ByteBuffer vectors(int inputs) {
            return vectors.get(Math.min(inputs, MOST_INPUTS));
        }
    }

    MockConnection(SocketLoop loop, LoopConnection wire, Prepared prepared) {
        this.loop = loop;
        this.wire = wire;
        this.prepared = prepared;
        this.frames = prepared.openAiFrames();
    }

    @Override
    public void arrived(ByteBuffer bytes) {
        request.add(bytes);
        if (request.isWhole()) {
            answer();
            request.next();
        }
    }

    private void answer() {
        String path = request.path();
        switch (path) {
            case "/v1/chat/completions" -> {
                if (request.contains("\"stream\":true") || request.contains("\"stream\": true")) {
                    stream(prepared.openAiFrames());
                } else {
                    wire.send(prepared.openAi().duplicate());
                }
            }
            case "/api/chat" -> {
                if (request.contains("\"stream\":false") || request.contains("\"stream\": false")) {
                    wire.send(prepared.ollama().duplicate());
                } else {
                    stream(prepared.ollamaFrames());
                }
            }
            case "/v1/embeddings" ->
                    wire.send(prepared.vectors(request.count(EMBEDDED)).duplicate());
            default -> wire.send(MockAnswers.other(path));
        }
    }

    private void stream(Frames requested) {
        frames = requested;
        sent = 0;
        started = System.nanoTime();
        ByteBuffer out = OUT.get().clear();
        frames.putHead(out);
        shape = StreamShape.of(request);
        if (shape == StreamShape.FLOOD) {
            flood(out);
        } else {
            frames.put(sent++, out);
            wire.send(out.flip());
            scheduleBeat();
        }
    }

    private void scheduleBeat() {
        loop.at(started + sent * shape.beat().toNanos(), this::onBeat);
    }

    private void onBeat() {
        if (ended) {
            return;
        }
        ByteBuffer out = OUT.get().clear();
        frames.put(sent++, out);
        if (sent == shape.frames()) {
            frames.putEnd(out);
        }
        wire.send(out.flip());
        if (sent < shape.frames()) {
            scheduleBeat();
        }
    }

    private void flood(ByteBuffer out) {
        boolean accepted = true;
        while (accepted && sent < shape.frames()) {
            while (sent < shape.frames() && out.remaining() >= 2 * frames.size()) {
                frames.put(sent++, out);
            }
            if (sent == shape.frames()) {
                frames.putEnd(out);
            }
            accepted = wire.send(out.flip());
            out.clear();
        }
    }

    @Override
    public void drained() {
        if (sent < shape.frames() && shape == StreamShape.FLOOD) {
            flood(OUT.get().clear());
        }
    }

    @Override
    public void ended() {
        ended = true;
    }
}
