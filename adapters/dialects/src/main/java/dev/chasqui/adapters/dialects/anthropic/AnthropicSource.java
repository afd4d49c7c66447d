package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The source of a request in this dialect: its body and the headers that change its meaning.
 *
 * @param scan the scanned body
 * @param headers the headers that a server of this dialect receives unchanged
 */
record AnthropicSource(BodyScan scan, Map<String, String> headers) implements Source {
    /** The header with the version of the API. */
    static final String VERSION = "anthropic-version";

    /** The pattern of a header value that is passed on; it excludes line breaks. */
    private static final Pattern PLAIN = Pattern.compile("[ -~]{1,4096}");

    /** The names of the headers that are passed on. */
    private static final List<String> PASSED_ON =
            List.of(VERSION, "anthropic-beta", "anthropic-workspace-id");

    private static final Json NONE = Json.Null.NULL;

    AnthropicSource {
        headers = Map.copyOf(headers);
    }

    static AnthropicSource of(BodyScan scan, RequestHeaders given) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
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

    /** {@inheritDoc} A wish for adaptive reasoning is decoded as if there was none. */
    @Override
    public String hidden() {
        return new TreeMap<>(headers) + " " + scan.value(AnthropicSettings.THINKING).orElse(NONE);
    }
}
