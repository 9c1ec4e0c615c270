import java.io.File;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/** Says whether a PDF conforms to PDF/UA-1 and PDF/A-2a, by veraPDF; exits with 1 if it does not. */
class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // the engine remarks on fonts at length
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = true;
        for (var profile : List.of(profile("PDFUA-1", PDFAFlavour.PDFUA_1), profile("PDFA-2A", PDFAFlavour.PDFA_2_A))) {
            try (var foundry = Foundries.defaultInstance();
                    var parser = foundry.createParser(new File(arguments[0]), profile.getPDFAFlavour());
                    var validator = foundry.createValidator(profile, false)) {
                var result = validator.validate(parser);
                System.out.println(profile.getDetails().getName() + (result.isCompliant() ? " conforms, " : " fails, ")
                        + profile.getRules().size() + " rules, " + result.getTotalAssertions() + " checks");
                result.getTestAssertions().forEach(it -> System.out.println(
                        "  " + it.getRuleId().getClause() + " " + it.getMessage() + " at " + it.getLocation().getContext()));
                conforms &= result.isCompliant();
            }
        }
        System.exit(conforms ? 0 : 1);
    }

    /** The rules of a standard as the engine ships them, in XML; its own reader needs a library that is not shipped. */
    static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
                VeraPdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")).getDocumentElement();
        var rules = new HashSet<Rule>();
        for (var rule : children(xml, "rule")) {
            var id = children(rule, "id").get(0);
            var number = Integer.parseInt(id.getAttribute("testNumber"));
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(flavour.getPart(), id.getAttribute("clause"), number),
                    rule.getAttribute("object"), rule.hasAttribute("deferred") ? true : null, rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"),
                    Profiles.errorFromValues(text(rule, "message"), List.of()), List.<Reference>of()));
        }
        var variables = new HashSet<Variable>();
        for (var it : children(xml, "variable")) {
            variables.add(Profiles.variableFromValues(
                    it.getAttribute("name"), it.getAttribute("object"), text(it, "defaultValue"), text(it, "value")));
        }
        return Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
    }

    static List<Element> children(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        var children = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            children.add((Element) found.item(i));
        }
        return children;
    }

    static String text(Element parent, String name) {
        return children(parent, name).get(0).getTextContent();
    }
}
