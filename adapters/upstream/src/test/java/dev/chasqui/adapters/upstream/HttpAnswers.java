package dev.chasqui.adapters.upstream;

import java.nio.charset.StandardCharsets;

/** HTTP answers as they travel over the wire. */
final class HttpAnswers {
    static final String STREAM_HEAD =
            crlf(
                    """
                    HTTP/1.1 200 OK
                    Content-Type: text/event-stream
                    Transfer-Encoding: chunked

                    """);
    static final String STREAM = STREAM_HEAD + chunk("one\n") + chunk("two\n.\n") + "0\r\n\r\n";

    private HttpAnswers() {}

    /** Returns a text block with the line ends of HTTP. */
    static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    static String chunk(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return Integer.toHexString(length) + "\r\n" + text + "\r\n";
    }

    /** Returns a whole answer with this status and the media type of JSON. */
    static String json(int status, String body, String... headers) {
        return sized(status, "application/json", body, headers);
    }

    static String sized(int status, String type, String body, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " So\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer.append("Content-Type: ")
                .append(type)
                .append("\r\nContent-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }
}
