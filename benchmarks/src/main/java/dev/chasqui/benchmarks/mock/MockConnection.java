package dev.chasqui.benchmarks.mock;

import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.loop.Wire;

import java.nio.ByteBuffer;

/** One gateway's connection to the mock: answers its requests one after another. */
final class MockConnection implements Wire.Reader {
    private static final int ROOM = 1 << 15;

    /** One for the thread, as each is sent or copied before the next is written. */
    private static final ThreadLocal<ByteBuffer> OUT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(ROOM));

    private final Loop loop;
    private final Wire wire;
    private final Prepared prepared;
    private final RequestReader request = new RequestReader();

    private Frames frames;
    private Shape shape = Shape.PACED;
    private int sent;
    private long started;
    private boolean ended;

    /** What all connections send. */
    record Prepared(
            ByteBuffer openAi, ByteBuffer ollama, Frames openAiFrames, Frames ollamaFrames) {
        static Prepared make() {
            return new Prepared(
                    Answers.whole(Answers.openAi()),
                    Answers.whole(Answers.ollama()),
                    Frames.openAi(),
                    Frames.ollama());
        }
    }

    MockConnection(Loop loop, Wire wire, Prepared prepared) {
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
                if (request.says("\"stream\":true") || request.says("\"stream\": true")) {
                    stream(prepared.openAiFrames());
                } else {
                    wire.send(prepared.openAi().duplicate());
                }
            }
            case "/api/chat" -> {
                if (request.says("\"stream\":false") || request.says("\"stream\": false")) {
                    wire.send(prepared.ollama().duplicate());
                } else {
                    stream(prepared.ollamaFrames());
                }
            }
            default -> wire.send(Answers.other(path));
        }
    }

    private void stream(Frames asked) {
        frames = asked;
        sent = 0;
        started = System.nanoTime();
        ByteBuffer out = OUT.get().clear();
        frames.putHead(out);
        shape = Shape.askedBy(request);
        if (shape == Shape.FLOOD) {
            flood(out);
        } else {
            frames.put(sent++, out);
            wire.send(out.flip());
            beat();
        }
    }

    private void beat() {
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
            beat();
        }
    }

    private void flood(ByteBuffer out) {
        boolean taken = true;
        while (taken && sent < shape.frames()) {
            while (sent < shape.frames() && out.remaining() >= 2 * frames.size()) {
                frames.put(sent++, out);
            }
            if (sent == shape.frames()) {
                frames.putEnd(out);
            }
            taken = wire.send(out.flip());
            out.clear();
        }
    }

    @Override
    public void drained() {
        if (sent < shape.frames() && shape == Shape.FLOOD) {
            flood(OUT.get().clear());
        }
    }

    @Override
    public void ended() {
        ended = true;
    }
}
