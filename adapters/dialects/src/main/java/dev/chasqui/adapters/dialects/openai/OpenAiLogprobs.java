package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The log probabilities of tokens: {@code choices[].logprobs}. Clients need every member of its
 * objects.
 */
final class OpenAiLogprobs {
    private static final String MEMBER = "logprobs";
    private static final String TOP = "top_logprobs";
    private static final String BYTES = "bytes";

    private OpenAiLogprobs() {}

    /**
     * Returns the members that ask for log probabilities in a request of another dialect, where
     * they have the same names. The number of alternatives has no meaning without the switch, and
     * llama-server refuses it then.
     */
    static Json.Obj requested(Json.Obj extras) {
        if (!(extras.members().get(MEMBER) instanceof Json.Bool(boolean wanted))) {
            return Json.Obj.EMPTY;
        }
        Json.Obj requested = Json.Obj.EMPTY.with(MEMBER, Json.of(wanted));
        return wanted && extras.members().get(TOP) instanceof Json.Num top
                ? requested.with(TOP, top)
                : requested;
    }

    /** Returns the tokens of a choice's {@code logprobs}. */
    static List<Json.Obj> read(Json logprobs) {
        return logprobs instanceof Json.Obj object
                ? objects(object.members().get("content"))
                : List.of();
    }

    /** Returns the {@code logprobs} of a choice; null if there are none. */
    static Json write(List<Json.Obj> tokens) {
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

    private static List<Json.Obj> objects(@Nullable Json array) {
        if (!(array instanceof Json.Arr(List<Json> items))) {
            return List.of();
        }
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast).toList();
    }
}
