package dev.chasqui.adapters.pf4j;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Leads the calls in a plug-in's classes that would end the server to {@link Exits}: those of
 * {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt}, and references to these
 * methods. There is no other way since Java has no security manager any more. What calls them by
 * reflection is not found.
 */
final class ExitCalls {
    private static final ClassDesc SYSTEM = ClassDesc.of(System.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of(Runtime.class.getName());
    private static final ClassDesc EXITS = ClassDesc.of(Exits.class.getName());
    private static final MethodTypeDesc OF_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    /** Each method that ends the virtual machine, and the type of the one that stands for it. */
    private static final Map<String, MethodTypeDesc> ENDS =
            Map.of(
                    key(SYSTEM, "exit"), OF_STATUS,
                    key(RUNTIME, "exit"), OF_STATUS.insertParameterTypes(0, RUNTIME),
                    key(RUNTIME, "halt"), OF_STATUS.insertParameterTypes(0, RUNTIME));

    /**
     * How a class file holds the names of these methods: a tag, a length of two bytes, the text.
     */
    private static final List<byte[]> NAMES =
            Stream.of("exit", "halt")
                    .map(name -> ("\1\0\4" + name).getBytes(StandardCharsets.US_ASCII))
                    .toList();

    private ExitCalls() {}

    /**
     * The class with its calls led to {@link Exits}; itself if it has none.
     *
     * @param loader where the classes are that it knows
     * @throws IllegalArgumentException if it is malformed
     */
    static byte[] replaced(byte[] classFile, ClassLoader loader) {
        if (NAMES.stream().noneMatch(name -> contains(classFile, name))) {
            return classFile;
        }
        // Frames are computed anew; a class that is missing counts as an interface.
        ClassHierarchyResolver resolver =
                ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(_ -> ClassHierarchyResolver.ClassHierarchyInfo.ofInterface());
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
        return files.transformClass(
                files.parse(classFile),
                ClassTransform.transformingMethodBodies(ExitCalls::replace));
    }

    /** Most classes are done with this. */
    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int start = 0; start <= bytes.length - wanted.length; start++) {
            int length = 0;
            while (length < wanted.length && bytes[start + length] == wanted[length]) {
                length++;
            }
            if (length == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static void replace(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call
                    when ends(call.owner().asSymbol(), call.name().stringValue())
                            && call.typeSymbol().equals(OF_STATUS) ->
                    code.invokestatic(
                            EXITS,
                            call.name().stringValue(),
                            type(call.owner().asSymbol(), call.name().stringValue()));
            case InvokeDynamicInstruction call
                    when call.bootstrapArgs().stream().anyMatch(ExitCalls::isReference) ->
                    code.invokedynamic(
                            DynamicCallSiteDesc.of(
                                    call.bootstrapMethod(),
                                    call.name().stringValue(),
                                    call.typeSymbol(),
                                    call.bootstrapArgs().stream()
                                            .map(ExitCalls::replaced)
                                            .toArray(ConstantDesc[]::new)));
            default -> code.with(element);
        }
    }

    private static boolean isReference(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc method
                && ends(method.owner(), method.methodName());
    }

    private static ConstantDesc replaced(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc method && isReference(method)
                ? MethodHandleDesc.ofMethod(
                        DirectMethodHandleDesc.Kind.STATIC,
                        EXITS,
                        method.methodName(),
                        type(method.owner(), method.methodName()))
                : argument;
    }

    private static boolean ends(ClassDesc owner, String method) {
        return ENDS.containsKey(key(owner, method));
    }

    private static MethodTypeDesc type(ClassDesc owner, String method) {
        return ENDS.getOrDefault(key(owner, method), OF_STATUS);
    }

    private static String key(ClassDesc owner, String method) {
        return owner.descriptorString() + method;
    }
}
