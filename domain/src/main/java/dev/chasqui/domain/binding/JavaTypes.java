package dev.chasqui.domain.binding;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.size.ByteSize;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The mapping from Java types to the {@link ValueType}s of components that people fill in. */
final class JavaTypes {

    /** The types that are classes of their own; the boxed ones stand in lists. */
    private static final Map<Class<?>, ValueType> SINGLE =
            Map.ofEntries(
                    Map.entry(String.class, new ValueType.Text()),
                    Map.entry(int.class, new ValueType.Whole(false)),
                    Map.entry(Integer.class, new ValueType.Whole(false)),
                    Map.entry(long.class, new ValueType.Whole(true)),
                    Map.entry(Long.class, new ValueType.Whole(true)),
                    Map.entry(double.class, new ValueType.Decimal()),
                    Map.entry(Double.class, new ValueType.Decimal()),
                    Map.entry(boolean.class, new ValueType.Flag()),
                    Map.entry(Boolean.class, new ValueType.Flag()),
                    Map.entry(Duration.class, new ValueType.Span()),
                    Map.entry(Path.class, new ValueType.File()),
                    Map.entry(ByteSize.class, new ValueType.Size()),
                    Map.entry(URI.class, formed("a URL", JavaTypes::uri, "http://localhost")),
                    Map.entry(
                            HubModel.class,
                            formed(HubModel.EXPECTED, HubModel::find, "nobody/nothing")),
                    Map.entry(Json.Obj.class, new ValueType.Open()));

    private JavaTypes() {}

    /**
     * @param placeholder a valid text whose value stands in for a missing one
     */
    private static ValueType formed(
            String expected, Function<String, Optional<?>> parse, String placeholder) {
        return new ValueType.Formed(expected, parse, parse.apply(placeholder).orElseThrow());
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the type of a component.
     *
     * @throws IllegalArgumentException if people cannot fill in such a type
     */
    static ValueType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw unknown(type);
    }

    private static ValueType ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new ValueType.Many(of(arguments[0]));
        }
        if (type.getRawType() == Optional.class) {
            return new ValueType.Maybe(of(arguments[0]));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return new ValueType.Table(of(arguments[1]));
        }
        throw unknown(type);
    }

    private static ValueType ofClass(Class<?> type) {
        ValueType single = SINGLE.get(type);
        if (single != null) {
            return single;
        }
        if (type.isEnum()) {
            return new ValueType.Choice(
                    Arrays.stream(type.getEnumConstants()).map(each -> (Enum<?>) each).toList());
        }
        if (type.isRecord()) {
            return new ValueType.Section(type.asSubclass(Record.class));
        }
        throw unknown(type);
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException(
                type.getTypeName()
                        + " (expected: String, int, long, double, boolean, Duration, an enum, or a"
                        + " List or Optional of these; in a config also ByteSize, URI, Path, a Map"
                        + " by String or a record)");
    }
}
