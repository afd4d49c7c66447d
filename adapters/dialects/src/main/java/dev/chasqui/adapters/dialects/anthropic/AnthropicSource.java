package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The body that a request came in, and the headers that belong to its meaning.
 *
 * @param headers those that a server of this dialect must get as the client sent them
 */
record AnthropicSource(BodyScan scan, Map<String, String> headers) implements Source {
    /** The header that says how to read a request. */
    static final String VERSION = "anthropic-version";

    /** No line break of a client gets into the head of another request. */
    private static final Pattern PLAIN = Pattern.compile("[ -~]{1,4096}");

    private static final List<String> PASSED =
            List.of(VERSION, "anthropic-beta", "anthropic-workspace-id");

    AnthropicSource {
        headers = Map.copyOf(headers);
    }

    static AnthropicSource of(BodyScan scan, RequestHeaders given) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : PASSED) {
            given.first(name)
                    .filter(value -> PLAIN.matcher(value).matches())
                    .ifPresent(value -> headers.put(name, value));
        }
        return new AnthropicSource(scan, headers);
    }

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }
}
