package dev.chasqui.benchmarks.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * A server that reads transcriptions of any length and keeps nothing of them. It lists the mock's
 * model, and answers a transcription with the number of bytes of its body. A thread serves each
 * connection.
 */
public final class AudioSink implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final String LENGTH = "content-length:";

    private final ServerSocket listener;

    private AudioSink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Starts the server on a free port. */
    public static AudioSink start() throws IOException {
        AudioSink sink = new AudioSink(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("audio-sink").start(sink::accept);
        return sink;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().name("audio").start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            byte[] buffer = new byte[BUFFER];
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                long length = length(head);
                for (long left = length; left > 0; ) {
                    int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (count < 0) {
                        return;
                    }
                    left -= count;
                }
                String path = head.split(" ", 3)[1];
                String body =
                        path.startsWith("/v1/audio/")
                                ? "{\"text\":\"" + length + " bytes\"}"
                                : "{\"object\":\"list\",\"data\":[{\"id\":\"bench\"}]}";
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: "
                                                + body.length()
                                                + "\r\n\r\n"
                                                + body)
                                        .getBytes(ISO_8859_1));
            }
        } catch (IOException e) {
            // The client has gone, and notices the missing answer itself.
        }
    }

    /** Reads the head of a request; an empty text at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static long length(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith(LENGTH))
                .mapToLong(line -> Long.parseLong(line.substring(LENGTH.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
