package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.port.ModelView;

/**
 * A call as the question of a lookup or a change. Used by one thread.
 *
 * @param exchanges the exchanges of the dialect
 * @param mostBody the most bytes of the body
 */
record LookupQuestion(Call call, DialectExchanges exchanges, int mostBody)
        implements ClientPath.Question {

    @Override
    public String segment(String name) {
        return call.request().path().pathParameters().get(name);
    }

    @Override
    public byte[] body() {
        return call.body(mostBody);
    }

    @Override
    public ModelView view() {
        return exchanges.exchanges().view(call.caller());
    }
}
