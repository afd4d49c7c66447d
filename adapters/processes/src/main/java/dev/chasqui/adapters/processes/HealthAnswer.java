package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A request for the health of a server on this machine. Its answer is read until the head is
 * complete, under one deadline: with a timeout for each read alone, a server that answers a byte at
 * a time would block us for ever.
 */
final class HealthAnswer {
    private static final int MOST_BYTES = 16 * 1024;
    private static final Pattern WHOLE_HEAD = Pattern.compile("\\r?\\n\\r?\\n");
    private static final Pattern READY = Pattern.compile("HTTP/1\\.\\d 200[ \\r\\n]");

    private HealthAnswer() {}

    /**
     * Returns true if the server answers 200 within the patience.
     *
     * @param path the path of the request
     * @param patience the timeout of connecting and of the whole head
     */
    static boolean isReady(int port, String path, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            InetAddress here = InetAddress.ofLiteral("127.0.0.1");
            socket.connect(new InetSocketAddress(here, port), millisUntil(end));
            String question =
                    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                            .formatted(path, port);
            socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
            return READY.matcher(head(socket, end)).lookingAt();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the head of the answer; empty if it is not complete. */
    private static String head(Socket socket, long end) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[MOST_BYTES];
        int length = 0;
        while (length < MOST_BYTES) {
            socket.setSoTimeout(millisUntil(end));
            int more = in.read(bytes, length, MOST_BYTES - length);
            if (more < 0) {
                return "";
            }
            length += more;
            String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            if (WHOLE_HEAD.matcher(head).find()) {
                return head;
            }
        }
        return "";
    }

    /** Returns the rest of the time, at least 1 ms, since 0 would mean no timeout. */
    private static int millisUntil(long end) throws SocketTimeoutException {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("it took too long");
        }
        return (int) left;
    }
}
