package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log probabilities of tokens: {@code logprobs}. Its objects omit empty members. */
final class OllamaLogprobs {
    private static final String TOP = "top_logprobs";
    private static final String BYTES = "bytes";

    private OllamaLogprobs() {}

    /** Returns the tokens of {@code logprobs}. */
    static List<Json.Obj> read(@Nullable Json logprobs) {
        if (!(logprobs instanceof Json.Arr(List<Json> items))) {
            return List.of();
        }
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast).toList();
    }

    /** Returns the {@code logprobs} of an object. */
    static Json write(List<Json.Obj> tokens) {
        List<Json> written = new ArrayList<>();
        for (Json.Obj token : tokens) {
            Map<String, Json> members = new LinkedHashMap<>();
            for (String name : List.of("token", "logprob", BYTES)) {
                token.get(name)
                        .filter(OllamaLogprobs::hasValue)
                        .ifPresent(value -> members.put(name, value));
            }
            List<Json.Obj> top = read(token.members().get(TOP));
            if (!top.isEmpty()) {
                members.put(TOP, write(top));
            }
            written.add(new Json.Obj(members));
        }
        return new Json.Arr(written);
    }

    private static boolean hasValue(Json value) {
        return value != Json.Null.NULL && !value.equals(Json.Arr.EMPTY);
    }
}
