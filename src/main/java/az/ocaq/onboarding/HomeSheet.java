package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Homes of many devices as a sheet: comma- or semicolon-separated text (RFC 4180, quotes with doubled quotes in them), the
 * first line {@code source,home,type,name}, each further line one device.
 */
public final class HomeSheet {
    private static final int MOST_LINES = 5_000;
    private static final List<String> HEAD = List.of("source", "home", "type", "name");

    private HomeSheet() {}

    /** Reads a sheet. Throws a {@link Refused} that names every wrong line. */
    public static List<Wish> read(String text) {
        List<Wish> wishes = new ArrayList<>();
        List<Refused.Fault> wrong = new ArrayList<>();
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0).replace("\uFEFF", "");
        char separator = first.contains(";") ? ';' : ',';
        if (!cells(first, separator).equals(HEAD)) {
            throw Refused.of(Refused.Why.HEAD, String.join(String.valueOf(separator), HEAD));
        }
        if (lines.size() > MOST_LINES) {
            throw Refused.of(Refused.Why.TOO_MANY, String.valueOf(MOST_LINES));
        }
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank()) {
                wish(cells(line, separator), i + 1, wrong).ifPresent(wishes::add);
            }
        }
        if (wishes.isEmpty() && wrong.isEmpty()) {
            throw Refused.of(Refused.Why.NOTHING, "");
        }
        if (!wrong.isEmpty()) {
            throw new Refused(wrong);
        }
        return wishes;
    }

    private static Optional<Wish> wish(List<String> cells, int line, List<Refused.Fault> wrong) {
        if (cells.size() < 3 || cells.size() > 4) {
            wrong.add(new Refused.Fault(line, "", Refused.Why.CELLS, ""));
            return Optional.empty();
        }
        Optional<DeviceId> source = DeviceId.parse(cells.get(0));
        Optional<DeviceId> home = DeviceId.parse(cells.get(1));
        if (source.isEmpty() || home.isEmpty()) {
            String which = source.isEmpty() ? cells.get(0) : cells.get(1);
            wrong.add(new Refused.Fault(line, "", Refused.Why.NO_IDENTITY, which));
            return Optional.empty();
        }
        String title = cells.size() == 4 ? cells.get(3) : "";
        return Optional.of(new Wish(source.get(), home.get(), cells.get(2), title, line));
    }

    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
