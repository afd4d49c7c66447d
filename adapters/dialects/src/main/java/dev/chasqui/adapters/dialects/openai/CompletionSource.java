package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.ScannedBody;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of a completion whose prompt became a chat. Its bytes are no chat, so the chat is always
 * written from its decoded form.
 */
record CompletionSource(BodyScan scan) implements ScannedBody {
    /** The members that have no meaning in a chat, or another one. */
    static final Set<String> WITHOUT_MEANING = Set.of("best_of", "echo", "logprobs", "n", "suffix");

    private static final Map<String, Json> DEFAULTS =
            Map.of("best_of", Json.of(1), "echo", Json.of(false), "n", Json.of(1));

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public List<String> unread() {
        List<String> unread = new ArrayList<>();
        for (String name : new TreeSet<>(WITHOUT_MEANING)) {
            scan.value(name)
                    .filter(value -> value != Json.Null.NULL && !value.equals(DEFAULTS.get(name)))
                    .ifPresent(_ -> unread.add(name));
        }
        return unread;
    }
}
