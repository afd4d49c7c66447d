package dev.chasqui.readers;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the process that reads files, one after another. Each file arrives on standard
 * input: the name of its {@link Kind}, its length, its bytes. The answer goes to standard output:
 * the name of an {@link Outcome}; then, if it is {@code DONE}, the name of the kind that the file
 * turned out to be, the number of its properties, each with name and value, and the length of its
 * text and the text in UTF-8, with a form feed before each page but the first.
 *
 * <p>The process ends at the end of standard input, also while it reads a file: the server holds
 * the input open as long as it lives. It also ends if no file arrives for {@link #LONGEST_IDLE}.
 */
public final class ReaderMain {
    /** The longest wait for the next file. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private ReaderMain() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Output that a library prints must not get between the answers.
        System.setOut(System.err);
        SynchronousQueue<Request> requests = new SynchronousQueue<>();
        Thread.ofPlatform().name("requests").daemon().start(() -> receive(requests));
        Request request = next(requests);
        while (request != null) {
            answer(request, out);
            request = next(requests);
        }
        Runtime.getRuntime().halt(0);
    }

    /** A file to read, which may be empty. */
    private record Request(Kind kind, byte[] bytes) {}

    /** Returns the next file; null if none arrives in time. */
    private static @Nullable Request next(SynchronousQueue<Request> requests)
            throws InterruptedException {
        return requests.poll(LONGEST_IDLE.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Reads files ahead on a thread of its own, so that the end of standard input is noticed while
     * another file is parsed.
     */
    private static void receive(SynchronousQueue<Request> requests) {
        try (DataInputStream in = new DataInputStream(System.in)) {
            while (true) {
                Kind kind = Kind.valueOf(in.readUTF());
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                requests.put(new Request(kind, bytes));
            }
        } catch (IOException | InterruptedException e) {
            // The server has ended or closed the input.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void answer(Request request, DataOutputStream out) throws IOException {
        TextBuilder text = new TextBuilder();
        Outcome outcome = Outcome.DONE;
        Kind kind = request.kind();
        try {
            kind = Kinds.read(kind, request.bytes(), text);
            if (text.isBlank()) {
                outcome = Outcome.NO_TEXT;
            }
        } catch (Unreadable e) {
            outcome = e.outcome();
        } catch (Exception | StackOverflowError | LinkageError e) {
            // A library that is not on the class path on purpose is missed by odd files alone.
            outcome = text.isFull() ? Outcome.TOO_LARGE : Outcome.BROKEN;
        }
        out.writeUTF(outcome.name());
        if (outcome == Outcome.DONE) {
            out.writeUTF(kind.name());
            out.writeInt(text.properties().size());
            for (Map.Entry<String, String> property : text.properties().entrySet()) {
                out.writeUTF(property.getKey());
                out.writeUTF(property.getValue());
            }
            byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }
}
