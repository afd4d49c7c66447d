package dev.chasqui.application.port;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call that is forwarded to the server of a model without being interpreted.
 *
 * @param model the name by which its backend knows the model; the call itself contains it only if
 *     the client put it there
 * @param method the HTTP method, such as {@code POST}
 * @param path the path on that server, with its query, as they stand in the address
 * @param contentType the type of the body; empty if the client did not give it
 * @param body the body as it came
 */
public record Forward(
        String model,
        String method,
        String path,
        Optional<String> contentType,
        RequestContent body) {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z-]{1,32}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^#]]*");
    private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7e]{1,256}");

    /**
     * @throws IllegalArgumentException if the method, the path or the content type has characters
     *     that may not stand in the head of a request
     */
    public Forward {
        require("method", METHOD, method, "letters");
        require("path", PATH, path, "a slash and what an address may hold");
        contentType.ifPresent(type -> require("contentType", TYPE, type, "printable characters"));
    }

    private static void require(String name, Pattern form, String value, String expected) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
