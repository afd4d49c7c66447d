package dev.chasqui.adapters.pf4j.loading;

import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;

/**
 * A class loader that shows a plug-in the contract, the JDK and {@link ExitRefusal}, and nothing
 * else of the server.
 */
final class ContractClassLoader extends ClassLoader {
    private static final List<String> CONTRACT =
            List.of("dev.chasqui.domain.", "dev.chasqui.plugin.", "org.jspecify.annotations.");

    /**
     * The package of the JSON reader's parts, which may change. The reader itself is a part of the
     * contract.
     */
    private static final String HIDDEN = JsonReader.class.getPackageName() + ".";

    private final ClassLoader server;

    ContractClassLoader(ClassLoader server) {
        super("contract", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    static boolean isContract(String className) {
        if (className.startsWith(HIDDEN)) {
            return className.equals(JsonReader.class.getName());
        }
        return CONTRACT.stream().anyMatch(className::startsWith)
                || className.equals(ExitRefusal.class.getName());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isContract(name)) {
            return server.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
