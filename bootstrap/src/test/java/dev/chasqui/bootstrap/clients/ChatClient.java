package dev.chasqui.bootstrap.clients;

import java.util.List;

/** A client that others wrote, driven as far as its users see an agent's work. */
interface ChatClient {

    /**
     * Asks and waits for the whole reply, which is told as the library's own types hold it.
     *
     * @param url the server's address without a path
     * @throws Exception whatever the library throws
     */
    Heard ask(String url, Question question) throws Exception;

    /**
     * Asks with the tool {@code get_weather}, whose result is {@code eighteen}: gives the reply
     * that calls it and the one after its result.
     *
     * @param url the server's address without a path
     * @throws Exception whatever the library throws
     */
    List<Heard> askWithTool(String url, Question question) throws Exception;
}
