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
 * The scanned body of a request, and the headers that belong to its meaning.
 *
 * @param scan the scanned body
 * @param headers the headers that a server of this dialect receives unchanged
 */
record AnthropicSource(BodyScan scan, Map<String, String> headers) implements Source {
    /** The header with the version of the API. */
    static final String VERSION = "anthropic-version";

    /** The form of a header that is passed on; it excludes line breaks. */
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
