package org.plenary.kernel.command;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.plenary.kernel.decide.Ids;

/**
 * What a state looks like: a hash over its record's components and theirs. A snapshot of another shape, such as an
 * earlier release's, is not read; its stream is folded from its events instead.
 */
final class Shape {
    private Shape() {}

    /** Of an aggregate's states as this release folds them. */
    static String of(Aggregate<?, ?, ?, ?> aggregate) {
        StringBuilder text = new StringBuilder().append(aggregate.folding()).append('\n');
        describe(aggregate.states(), text, new HashSet<>());
        return Ids.sha256(text.toString());
    }

    private static void describe(Type type, StringBuilder text, Set<Class<?>> seen) {
        switch (type) {
            case ParameterizedType p -> {
                describe(p.getRawType(), text, seen);
                text.append('<');
                for (Type argument : p.getActualTypeArguments()) {
                    describe(argument, text, seen);
                    text.append(',');
                }
                text.append('>');
            }
            case WildcardType w -> describe(w.getUpperBounds()[0], text, seen);
            case Class<?> c -> describe(c, text, seen);
            default -> text.append(type.getTypeName());
        }
    }

    private static void describe(Class<?> c, StringBuilder text, Set<Class<?>> seen) {
        text.append(c.getName());
        if (!seen.add(c)) {
            return;
        }
        if (c.isEnum()) {
            text.append(Arrays.toString(c.getEnumConstants()));
        } else if (c.isSealed()) {
            for (Class<?> permitted : c.getPermittedSubclasses()) {
                describe(permitted, text.append('|'), seen);
            }
        } else if (c.isRecord()) {
            text.append('{');
            for (RecordComponent component : c.getRecordComponents()) {
                describe(
                        component.getGenericType(),
                        text.append(component.getName()).append(':'),
                        seen);
                text.append(';');
            }
            text.append('}');
        }
    }
}
