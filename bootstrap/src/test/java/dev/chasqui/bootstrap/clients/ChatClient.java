package dev.chasqui.bootstrap.clients;

import java.util.List;

/** A third-party client, as far as its users see an agent's work. */
interface ChatClient {

    /**
     * Sends a request and waits for the whole reply, returned as the library's own types hold it.
     *
     * @param url the server's address without a path
     * @throws Exception any exception of the library
     */
    Heard ask(String url, Question question) throws Exception;

    /**
     * Sends a request with the tool {@code get_weather}, whose result is {@code eighteen}; returns
     * the reply that calls it and the one after its result.
     *
     * @param url the server's address without a path
     * @throws Exception any exception of the library
     */
    List<Heard> askWithTool(String url, Question question) throws Exception;
}
