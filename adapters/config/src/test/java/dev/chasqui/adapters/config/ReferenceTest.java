package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference page lists the keys of the schema. */
class ReferenceTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)` \\| `?([^`|]+?)`? \\| .+ \\|$", Pattern.MULTILINE);

    @Test
    void thePageHasEveryKeyWithItsDefault() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }

        assertThat(rows).containsExactlyEntriesOf(keys(Schemas.ours(), ""));
    }

    /** Returns each key with a value of its own, and its default as the page writes it. */
    private static Map<String, String> keys(Json.Obj object, String path) {
        Map<String, String> keys = new LinkedHashMap<>();
        Schemas.properties(object)
                .forEach(
                        (name, property) ->
                                keys.putAll(
                                        keysOf(
                                                (Json.Obj) property,
                                                ConfigPositions.join(path, name),
                                                Schemas.isRequired(object, name))));
        keys.remove("$schema");
        return keys;
    }

    private static Map<String, String> keysOf(Json.Obj property, String path, boolean required) {
        if (!Schemas.properties(property).isEmpty()) {
            Map<String, String> keys = new LinkedHashMap<>();
            Json others = property.get("additionalProperties").orElse(Json.Null.NULL);
            boolean described =
                    others instanceof Json.Obj each && !Schemas.properties(each).isEmpty();
            if (others instanceof Json.Obj && !described) {
                keys.put(path, "none");
            }
            keys.putAll(keys(property, path));
            if (described) {
                keys.putAll(keys((Json.Obj) others, path + ".NAME"));
            }
            return keys;
        }
        if (property.get("items").orElse(Json.Null.NULL) instanceof Json.Obj items
                && !Schemas.properties(items).isEmpty()) {
            return keys(items, path + "[]");
        }
        if (property.get("additionalProperties").orElse(Json.Null.NULL) instanceof Json.Obj values
                && !Schemas.properties(values).isEmpty()) {
            return keys(values, path + ".NAME");
        }
        String written =
                switch (property.get("default").orElse(Json.Null.NULL)) {
                    case Json.Null ignored -> required ? "required" : "none";
                    case Json.Str(String text) -> text;
                    case Json other -> other.toString();
                };
        return Map.of(path, written);
    }

    /** Returns the part of the page with the keys; it has other tables, too. */
    private static String page() throws IOException {
        try (InputStream in = ReferenceTest.class.getResourceAsStream("config.md")) {
            String page =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return page.substring(page.indexOf("## Reference"));
        }
    }
}
