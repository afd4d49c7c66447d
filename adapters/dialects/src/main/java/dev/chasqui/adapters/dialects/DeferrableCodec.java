package dev.chasqui.adapters.dialects;

/**
 * The codec of an operation whose clients may ask for the answer later, under an id. Stateless, so
 * safe for use by several threads.
 */
public interface DeferrableCodec extends ClientCodec {

    /** Returns the id under which the answer to this request is found. */
    String id(Incoming.Chat incoming);

    /**
     * Encodes the state of a request.
     *
     * @param status the state in one word, such as {@code running}
     */
    byte[] state(String id, String status);
}
