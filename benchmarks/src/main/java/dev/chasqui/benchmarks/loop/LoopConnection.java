package dev.chasqui.benchmarks.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/**
 * A connection of a loop. It passes arriving bytes to its reader, and keeps bytes that the socket
 * does not accept yet. Used by the thread that runs the loop.
 */
public final class LoopConnection {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int READ_AT_ONCE = 1 << 16;

    /**
     * The read buffer of a thread; one is enough, since a loop reads one connection after another.
     */
    private static final ThreadLocal<ByteBuffer> ARRIVED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_AT_ONCE));

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Reader reader;
    private ByteBuffer unsent = NOTHING;

    /** Receives the bytes of a connection. */
    public interface Reader {
        /** Receives arrived bytes, which are valid only during this call. */
        void arrived(ByteBuffer bytes);

        /** Called when the socket has accepted all bytes that were kept. */
        default void drained() {}

        /** Called once when the other side has closed the connection, or it broke. */
        void ended();
    }

    LoopConnection(
            SocketChannel channel, SelectionKey key, Function<LoopConnection, Reader> reader) {
        this.channel = channel;
        this.key = key;
        this.reader = reader.apply(this);
        key.attach(this);
    }

    /**
     * Sends bytes; those that the socket does not accept at once are copied and sent later.
     *
     * @return true if the socket accepted all bytes
     */
    public boolean send(ByteBuffer bytes) {
        try {
            if (!unsent.hasRemaining()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                keep(bytes);
                return false;
            }
            return true;
        } catch (IOException gone) {
            end();
            return false;
        }
    }

    private void keep(ByteBuffer bytes) {
        ByteBuffer more = ByteBuffer.allocateDirect(unsent.remaining() + bytes.remaining());
        unsent = more.put(unsent).put(bytes).flip();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    void ready() {
        try {
            if (key.isValid() && key.isWritable()) {
                channel.write(unsent);
                if (!unsent.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                    reader.drained();
                }
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        } catch (IOException gone) {
            end();
        }
    }

    private void read() throws IOException {
        ByteBuffer bytes = ARRIVED.get().clear();
        int count = channel.read(bytes);
        if (count < 0) {
            end();
        } else {
            reader.arrived(bytes.flip());
        }
    }

    private void end() {
        if (channel.isOpen()) {
            close();
            reader.ended();
        }
    }

    /** Closes the connection; its reader is not called any more. */
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // The connection is broken anyway.
        }
    }
}
