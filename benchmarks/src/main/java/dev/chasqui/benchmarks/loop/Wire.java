package dev.chasqui.benchmarks.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/** One connection of a loop: hands on what arrives, and keeps what the socket does not take yet. */
public final class Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int READ_AT_ONCE = 1 << 16;

    /** One for the thread, as a loop reads one connection after another. */
    private static final ThreadLocal<ByteBuffer> ARRIVED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_AT_ONCE));

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Reader reader;
    private ByteBuffer unsent = NOTHING;

    /** What is done with the bytes of a connection. */
    public interface Reader {
        /** Bytes arrived; they are only there until this returns. */
        void arrived(ByteBuffer bytes);

        /** All that was to be sent is with the socket, after some of it was not. */
        default void drained() {}

        /** The other side closed the connection, or it broke. Called once. */
        void ended();
    }

    Wire(SocketChannel channel, SelectionKey key, Function<Wire, Reader> reader) {
        this.channel = channel;
        this.key = key;
        this.reader = reader.apply(this);
        key.attach(this);
    }

    /**
     * Sends bytes; what the socket does not take at once is copied and sent later.
     *
     * @return whether all of it went
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

    /** Closes the connection; its reader hears no more. */
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // There is nothing left to lose.
        }
    }
}
