package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A form with a model and a file of audio, as OpenAI's SDK for Python sends it to {@code
 * /v1/audio/transcriptions}. The file has no content but zeros, and is never in memory as a whole.
 *
 * @param model the name of the model
 * @param length the number of bytes of the file
 */
public record AudioForm(String model, long length) {
    private static final byte[] PIECE = new byte[64 << 10];
    private static final int READ_AT_ONCE = 8192;

    /** Returns the number of bytes of the whole body. */
    public long bodyLength() {
        return begin().length + length + end().length;
    }

    private byte[] begin() {
        return """
        --b\r
        Content-Disposition: form-data; name="model"\r
        \r
        %s\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="a.wav"\r
        Content-Type: audio/wav\r
        \r
        """
                .formatted(model)
                .getBytes(US_ASCII);
    }

    private static byte[] end() {
        return "\r\n--b--\r\n".getBytes(US_ASCII);
    }

    /**
     * Sends the form and waits for the whole answer.
     *
     * @param port the port on the loopback interface
     * @param patience the longest silence of the server
     * @param meanwhile is run after each 64 KiB
     * @throws IOException if the connection ends before the answer is whole
     */
    public OneAnswer send(int port, Duration patience, Runnable meanwhile) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            OutputStream out = socket.getOutputStream();
            out.write(head(port).getBytes(US_ASCII));
            out.write(begin());
            for (long left = length; left > 0; left -= PIECE.length) {
                out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
                meanwhile.run();
            }
            out.write(end());
            AnswerReader answer = new AnswerReader();
            byte[] bytes = new byte[READ_AT_ONCE];
            while (!answer.isDone()) {
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    throw new IOException("the connection ended before the answer was whole");
                }
                answer.add(ByteBuffer.wrap(bytes, 0, count));
            }
            byte[] body = new byte[answer.bodySize()];
            System.arraycopy(answer.body(), 0, body, 0, body.length);
            return new OneAnswer(answer.status(), body);
        }
    }

    private String head(int port) {
        return """
        POST /v1/audio/transcriptions HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: multipart/form-data; boundary=b\r
        Content-Length: %d\r
        \r
        """
                .formatted(port, bodyLength());
    }
}
