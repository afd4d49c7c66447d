package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.LogConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.rules.LoopbackHost;
import dev.chasqui.adapters.embed.EmbedBackend;
import dev.chasqui.adapters.extract.ExtractBackend;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.application.pool.PoolBackend;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The check of a configuration against this machine: its addresses, folders and files. It creates
 * and starts nothing. It does not check if a port or the data folder is in use, since they are
 * while the server itself runs.
 */
public final class StartCheck {
    /** The names of our own backends in logs, metrics and messages. */
    private static final Set<String> RESERVED =
            Set.of(ExtractBackend.NAME, EmbedBackend.NAME, PoolBackend.NAME);

    private final Reading reading;
    private final Config config;

    private StartCheck(Reading reading) {
        this.reading = reading;
        this.config = reading.found();
    }

    /**
     * Adds all mistakes and warnings that can be found before a start to a configuration.
     *
     * @param reading the configuration; the problems are added to it
     * @param environment the variables of the models' hub
     */
    public static void all(Reading reading, Map<String, String> environment) {
        machine(reading, environment);
        PluginsCheck.all(reading);
    }

    /**
     * Adds the mistakes and warnings that can be found without the plug-ins to a configuration.
     *
     * @param reading the configuration; the problems are added to it
     * @param environment the variables of the models' hub
     */
    public static void machine(Reading reading, Map<String, String> environment) {
        StartCheck check = new StartCheck(reading);
        check.address();
        check.advertised();
        check.interfaces();
        check.backends();
        check.folders();
        VirtualSettingsCheck.check(reading);
        BackendNamesCheck.check(reading, RESERVED);
        new PoolCheck(reading, environment).check();
    }

    private void address() {
        String host = config.server().host();
        try {
            InetAddress address = InetAddress.getByName(host);
            if (binds(address, 0)) {
                checkPort(address, "server.port", config.server().port());
                config.server()
                        .ollamaPort()
                        .ifPresent(port -> checkPort(address, "server.ollamaPort", port));
                return;
            }
        } catch (UnknownHostException e) {
            // Reported below.
        } catch (IOException e) {
            reading.mistake("server.host", host + " cannot be bound: " + e.getMessage());
            return;
        }
        reading.mistake("server.host", host + " (expected: an address of this machine)");
    }

    private void advertised() {
        if (config.discovery().advertise()
                && config.discovery().interfaces().isEmpty()
                && LoopbackHost.is(config.server().host())) {
            reading.warning(
                    "discovery.advertise",
                    "has no effect, since other machines cannot reach server.host "
                            + config.server().host()
                            + " (expected: an address of the network, or 0.0.0.0)");
        }
    }

    private void interfaces() {
        config.discovery().interfaces().stream()
                .filter(name -> !isInterface(name))
                .forEach(
                        name ->
                                reading.warning(
                                        "discovery.interfaces",
                                        "'"
                                                + name
                                                + "' is not there now (expected: the name of a"
                                                + " network interface of this machine, such as"
                                                + " eth0, or one of its addresses)"));
    }

    private static boolean isInterface(String name) {
        try {
            return NetworkInterface.getByName(name) != null
                    || NetworkInterface.getByInetAddress(InetAddress.ofLiteral(name)) != null;
        } catch (IllegalArgumentException | SocketException e) {
            return false;
        }
    }

    private void checkPort(InetAddress address, String key, int port) {
        try {
            boolean _ = binds(address, port);
        } catch (IOException e) {
            reading.mistake(
                    key,
                    port
                            + " cannot be bound: "
                            + e.getMessage()
                            + " (expected: one that this user may have, such as 8000)");
        }
    }

    /**
     * Returns true if a socket can be bound to an address. It does not listen.
     *
     * @throws IOException if that is forbidden
     */
    private static boolean binds(InetAddress address, int port) throws IOException {
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(new InetSocketAddress(address, port));
            return true;
        } catch (BindException e) {
            // The JDK throws this exception for three reasons, one of which is a lack of
            // permission.
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw e;
            }
            return false;
        }
    }

    private void backends() {
        List<BackendConfig> backends = config.backends();
        for (int i = 0; i < backends.size(); i++) {
            check(backends.get(i), "backends[" + i + "]");
        }
    }

    private void check(BackendConfig backend, String path) {
        if (RESERVED.contains(backend.id())) {
            reading.mistake(
                    path + ".name",
                    "\""
                            + backend.id()
                            + "\" (expected: another name; this one is the server's own)");
        }
        backend.address().ifPresent(address -> checkAddress(address, path));
    }

    private void checkAddress(URI address, String path) {
        try {
            BaseUrl url = BaseUrl.parse(address.toString());
            if (isOurs(url)) {
                reading.warning(path + ".url", address + " is the address of this server itself");
            }
        } catch (IllegalArgumentException e) {
            reading.mistake(
                    path + ".url",
                    address
                            + " (expected: http://HOST:PORT or https://HOST, in ASCII, and a path"
                            + " where the server has one)");
        }
    }

    private boolean isOurs(BaseUrl url) {
        boolean here =
                url.host().equals(config.server().host())
                        || Set.of("localhost", "127.0.0.1", "::1").contains(url.host());
        return here
                && (url.port() == config.server().port()
                        || config.server().ollamaPort().stream().anyMatch(p -> p == url.port()));
    }

    private void folders() {
        Path data = config.data().dir();
        if (!mayBeMade(data)) {
            reading.mistake(
                    "data.dir", data + " cannot be used (expected: a folder that may be written)");
        }
        Path log = config.log().file();
        if (config.log().to() != LogConfig.Target.STDOUT && !mayBeWritten(log)) {
            reading.mistake(
                    "log.file",
                    log
                            + " cannot be written (expected: a file in a folder that may be"
                            + " written)");
        }
        config.plugins().dir().ifPresent(this::checkPlugins);
    }

    private void checkPlugins(Path folder) {
        if (!Files.exists(folder)) {
            reading.warning("plugins.dir", folder + " is not there, so nothing is loaded from it");
        } else if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            reading.mistake(
                    "plugins.dir",
                    folder
                            + (Files.isDirectory(folder) ? " cannot be read" : " is a file")
                            + " (expected: a folder of jars)");
        }
    }

    private static boolean mayBeWritten(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : parent != null && mayBeMade(parent);
    }

    /** Returns true if the folder can be created: its nearest existing parent can be written. */
    private static boolean mayBeMade(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && Files.isWritable(there);
    }
}
