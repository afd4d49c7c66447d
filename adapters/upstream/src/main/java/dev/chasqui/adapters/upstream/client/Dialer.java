package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.upstream.client.ReadLimit.TooSlowException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A maker of connections to one server. Safe for use by several threads. */
final class Dialer {
    /**
     * The pause of the loop that waits for pieces, after it woke a reader. Pieces of a reply come
     * some 20 ms apart, so a delay of this length is not noticed.
     */
    private static final Duration PAUSE = Duration.ofMillis(1);

    /**
     * The time for which the loop's thread stays without replies, since a backend in use is soon
     * used again.
     */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final BaseUrl url;
    private final Supplier<SSLContext> tls;
    private final AddressRule rule;
    private final Deadlines deadlines = new Deadlines();
    private final PieceLoop loop;

    /**
     * @param backend the name of the backend, for the name of the loop's thread
     */
    Dialer(String backend, BaseUrl url, Supplier<SSLContext> tls) {
        this(backend, url, tls, AddressRule.ANY);
    }

    /**
     * @param backend the name of the backend, for the name of the loop's thread
     * @param rule the rule for the addresses of the host
     */
    Dialer(String backend, BaseUrl url, Supplier<SSLContext> tls, AddressRule rule) {
        this.rule = rule;
        loop = new PieceLoop("pieces-" + backend, PAUSE, LINGER);
        this.url = url;
        this.tls = tls;
    }

    /**
     * Connects to the first of the host's addresses that accepts.
     *
     * @param limit the limit for all attempts together
     * @param held the holder whose closing cancels the attempt
     * @throws TooSlowException if the time was over
     * @throws IOException if no address accepted a connection, or if the attempt was cancelled
     */
    Connection dial(ReadLimit limit, CancellableResources held) throws IOException {
        InetAddress[] addresses = rule.allowed(addresses(limit, held));
        for (int i = 0; ; i++) {
            int triesLeft = addresses.length - i;
            try {
                return dial(addresses[i], triesLeft, limit, held);
            } catch (IOException e) {
                if (held.isOver() || triesLeft == 1) {
                    throw e;
                }
            }
        }
    }

    /**
     * @param shares the number of attempts that share the time that is left
     */
    private Connection dial(
            InetAddress address, int shares, ReadLimit limit, CancellableResources held)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            held.hold(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            int millis = Math.max(1, limit.millisLeft() / shares);
            channel.socket().connect(new InetSocketAddress(address, url.port()), millis);
            Connection connection =
                    new Connection(
                            channel,
                            url.tls() ? secured(channel, limit) : channel.socket(),
                            deadlines,
                            loop);
            connected = true;
            return connection;
        } catch (SocketTimeoutException e) {
            throw new TooSlowException(limit);
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private Socket secured(SocketChannel channel, ReadLimit limit) throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        tls.get()
                                .getSocketFactory()
                                .createSocket(channel.socket(), url.host(), url.port(), false);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(limit.millisLeft());
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    /**
     * Resolves the host's name on a thread of its own, since a look-up can neither be timed nor be
     * closed.
     */
    private InetAddress[] addresses(ReadLimit limit, CancellableResources held) throws IOException {
        if (HostZone.isLiteral(url.host())) {
            return new InetAddress[] {InetAddress.ofLiteral(url.host())};
        }
        CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
        held.hold(() -> lookup.cancel(false));
        Thread.startVirtualThread(() -> lookUp(lookup));
        try {
            return lookup.get(limit.millisLeft(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TooSlowException(limit);
        } catch (ExecutionException e) {
            throw new UnknownHostException(url.host());
        } catch (CancellationException e) {
            throw new ClosedChannelException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void lookUp(CompletableFuture<InetAddress[]> lookup) {
        try {
            lookup.complete(InetAddress.getAllByName(url.host()));
        } catch (UnknownHostException | RuntimeException | Error e) {
            lookup.completeExceptionally(e);
        }
    }
}
