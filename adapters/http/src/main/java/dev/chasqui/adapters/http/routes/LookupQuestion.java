package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.http.edge.Call;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call as the question of a lookup or a change. Used by one thread.
 *
 * @param exchanges the exchanges of the dialect
 * @param mostBody the most bytes of the body
 * @param headers the headers that the answer gets
 */
record LookupQuestion(
        Call call, DialectExchanges exchanges, int mostBody, Map<String, String> headers)
        implements ClientPath.Question {

    LookupQuestion(Call call, DialectExchanges exchanges, int mostBody) {
        this(call, exchanges, mostBody, new LinkedHashMap<>());
    }

    @Override
    public String segment(String name) {
        return call.request().path().pathParameters().get(name);
    }

    @Override
    public byte[] body() {
        return call.body(mostBody);
    }

    @Override
    public void addHeader(String name, String value) {
        headers.put(name, value);
    }
}
