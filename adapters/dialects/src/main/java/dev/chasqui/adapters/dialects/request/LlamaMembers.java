package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;

import java.util.Set;

/**
 * The members of llama.cpp's server that have another name in OpenAI's dialect, for requests that
 * go to a server of another dialect.
 */
public final class LlamaMembers {
    /** The dialects whose clients may send llama.cpp's members as well. */
    private static final Set<Dialect> OPENAIS = Set.of(Dialect.OPENAI, Dialect.RESPONSES);

    private static final String LIMIT = "n_predict";
    private static final String SCHEMA = "json_schema";
    private static final String MAX_TOKENS = "max_tokens";

    private LlamaMembers() {}

    /**
     * Returns a request in which these members are settings; the same request if it has none or did
     * not come in one of OpenAI's dialects. OpenAI's own member of the same meaning takes
     * precedence.
     */
    public static ChatRequest asSettings(ChatRequest request) {
        if (request.source().filter(from -> OPENAIS.contains(from.dialect())).isEmpty()) {
            return request;
        }
        Json.Obj extras = request.extras();
        Settings settings = request.settings();
        Json limit = extras.get(LIMIT).orElse(Json.Null.NULL);
        if (limit instanceof Json.Num && settings.sampling().get(MAX_TOKENS).isEmpty()) {
            settings = settings.withSampling(settings.sampling().with(MAX_TOKENS, limit));
            extras = extras.without(LIMIT);
        }
        Json schema = extras.get(SCHEMA).orElse(Json.Null.NULL);
        if (schema instanceof Json.Obj && settings.format() instanceof ReplyFormat.Text) {
            settings = settings.withFormat(new ReplyFormat.JsonSchema("", schema, Json.Obj.EMPTY));
            extras = extras.without(SCHEMA);
        }
        return extras.equals(request.extras())
                ? request
                : request.withSettings(settings).withExtras(extras);
    }
}
