package dev.chasqui.application.port;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call for the server of a model that is not ours to understand.
 *
 * @param model under which its backend knows the model; it stands in the call only if the client
 *     put it there
 * @param method such as {@code POST}
 * @param path on that server, with its query, as they stand in the address
 * @param contentType of the body, where the client said it
 * @param body as it came
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
     * @throws IllegalArgumentException if what goes into the head of a request does not fit there
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
