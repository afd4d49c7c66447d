package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely the model found each token: {@code choices[].logprobs} of OpenAI, {@code logprobs} of
 * Ollama. Both hold the same objects, but OpenAI's clients want each member, and Ollama leaves out
 * those that say nothing.
 */
public final class Logprobs {
    private static final String MEMBER = "logprobs";
    private static final String TOP = "top_logprobs";
    private static final String BYTES = "bytes";

    private Logprobs() {}

    /**
     * The members of an Ollama's request that ask for logprobs; OpenAI has the same. How many
     * alternatives to tell has no meaning without them, and llama-server refuses it.
     */
    static Json.Obj asked(Json.Obj extras) {
        if (!(extras.members().get(MEMBER) instanceof Json.Bool(boolean wanted))) {
            return Json.Obj.EMPTY;
        }
        Json.Obj asked = Json.Obj.EMPTY.with(MEMBER, Json.of(wanted));
        return wanted && extras.members().get(TOP) instanceof Json.Num top
                ? asked.with(TOP, top)
                : asked;
    }

    /** The tokens of a choice's {@code logprobs}. */
    static List<Json.Obj> ofOpenAi(Json logprobs) {
        return logprobs instanceof Json.Obj object
                ? objects(object.members().get("content"))
                : List.of();
    }

    /** The tokens of an Ollama's {@code logprobs}. */
    public static List<Json.Obj> ofOllama(@Nullable Json logprobs) {
        return objects(logprobs);
    }

    /** The {@code logprobs} of a choice; null if there are none. */
    static Json openAi(List<Json.Obj> tokens) {
        if (tokens.isEmpty()) {
            return Json.Null.NULL;
        }
        List<Json> written = new ArrayList<>();
        for (Json.Obj token : tokens) {
            List<Json> top = new ArrayList<>();
            objects(token.members().get(TOP)).forEach(each -> top.add(withBytes(each)));
            written.add(withBytes(token).with(TOP, new Json.Arr(top)));
        }
        return Json.Obj.EMPTY
                .with("content", new Json.Arr(written))
                .with("refusal", Json.Null.NULL);
    }

    private static Json.Obj withBytes(Json.Obj token) {
        return token.get(BYTES).isPresent() ? token : token.with(BYTES, Json.Null.NULL);
    }

    /** The {@code logprobs} of an Ollama's object. */
    public static Json ollama(List<Json.Obj> tokens) {
        List<Json> written = new ArrayList<>();
        for (Json.Obj token : tokens) {
            Map<String, Json> members = new LinkedHashMap<>();
            for (String name : List.of("token", "logprob", BYTES)) {
                token.get(name).filter(Logprobs::says).ifPresent(value -> members.put(name, value));
            }
            List<Json.Obj> top = objects(token.members().get(TOP));
            if (!top.isEmpty()) {
                members.put(TOP, ollama(top));
            }
            written.add(new Json.Obj(members));
        }
        return new Json.Arr(written);
    }

    private static boolean says(Json value) {
        return value != Json.Null.NULL && !value.equals(Json.Arr.EMPTY);
    }

    private static List<Json.Obj> objects(@Nullable Json array) {
        if (!(array instanceof Json.Arr(List<Json> items))) {
            return List.of();
        }
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast).toList();
    }
}
