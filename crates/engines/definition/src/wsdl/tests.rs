//! Small descriptions and what they are read as.

use super::*;
use crate::limits::Limits;
use crate::problem::Problems;

fn read_all(text: &str) -> (Wsdl, Vec<String>) {
    let (wsdl, problems) = read(text, &Limits::default(), Problems::new(20));
    (wsdl, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn version_1() {
    let (wsdl, problems) = read_all(
        r#"<?xml version="1.0"?>
<wsdl:definitions name="Stock" targetNamespace="urn:stock" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:stock">
  <wsdl:documentation>All about <b>stock</b>.</wsdl:documentation>
  <wsdl:types><x:schema>
    <x:element name="Get"><x:complexType><x:sequence><x:element name="id" type="x:string"/><x:element name="tag" type="x:string" minOccurs="0" maxOccurs="unbounded"/></x:sequence><x:attribute name="v" type="x:int"/></x:complexType></x:element>
    <x:simpleType name="State"><x:annotation><x:documentation>How it is.</x:documentation></x:annotation><x:restriction base="x:string"><x:enumeration value="OPEN"/><x:enumeration value="GONE"/></x:restriction></x:simpleType>
  </x:schema></wsdl:types>
  <wsdl:message name="GetIn"><wsdl:part name="body" element="t:Get"/></wsdl:message>
  <wsdl:portType name="StockPort">
    <wsdl:operation name="Get"><wsdl:documentation>Finds.</wsdl:documentation><wsdl:input message="t:GetIn"/><wsdl:output message="t:GetOut"/><wsdl:fault name="f" message="t:Wrong"/></wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="StockBinding" type="t:StockPort"><wsdl:operation name="Get"><s:operation soapAction="urn:get"/></wsdl:operation></wsdl:binding>
  <wsdl:service name="StockService"><wsdl:port name="Main" binding="t:StockBinding"><s:address location="https://a.example/soap"/></wsdl:port></wsdl:service>
</wsdl:definitions>"#,
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(
        (wsdl.name.as_deref(), wsdl.description.as_deref()),
        (Some("Stock"), Some("All about stock."))
    );
    let operation = &wsdl.interfaces[0].operations[0];
    assert_eq!(
        (operation.name.as_str(), operation.line, operation.anchor.as_str()),
        ("Get", 10, "operation-Get")
    );
    assert_eq!((operation.input.as_deref(), operation.output.as_deref()), (Some("GetIn"), Some("GetOut")));
    assert_eq!(
        (operation.faults.as_slice(), operation.action.as_deref()),
        (&["Wrong".to_owned()][..], Some("urn:get"))
    );
    let port = &wsdl.services[0].ports[0];
    assert_eq!(
        (port.address.as_deref(), port.interface.as_deref()),
        (Some("https://a.example/soap"), Some("StockPort"))
    );
    assert_eq!(wsdl.messages[0].parts, [("body".to_owned(), "Get".to_owned())]);
    let [get, state] = wsdl.types.as_slice() else { panic!() };
    let fields: Vec<String> =
        get.fields.iter().map(|field| format!("{} {} {}", field.name, field.of, field.occurs)).collect();
    assert_eq!(fields, ["id string ", "tag string 0..*", "v int 0..1"]);
    assert_eq!(
        (state.values.join(" ").as_str(), state.description.as_deref()),
        ("OPEN GONE", Some("How it is."))
    );
}

#[test]
fn version_2() {
    let (wsdl, problems) = read_all(
        r#"<description xmlns="http://www.w3.org/ns/wsdl"><interface name="I"><operation name="Get"><input element="t:A"/><output element="t:B"/><outfault ref="t:F"/></operation></interface>
<service name="S" interface="t:I"><endpoint name="E" address="https://a.example"/></service></description>"#,
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(wsdl.interfaces[0].operations[0].faults, ["F"]);
    assert_eq!(wsdl.services[0].ports[0].interface.as_deref(), Some("I"));
}

#[test]
fn broken_and_hostile_texts() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let wide = format!("<a {}/>", "x='1' ".repeat(100_000));
    let names = format!("<a>{}</a>", "<b xmlns='x'/>".repeat(6000));
    let bomb = "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><definitions>&y;</definitions>";
    for (text, expected) in [
        ("<definitions><a></definitions>", "line 1, column 17: XML: "),
        ("<html/>", "line 1: `definitions` was expected as the root element, not `html`"),
        (deep.as_str(), "line 1: `definitions` was expected as the root element, not `a`"),
        (wide.as_str(), "XML: too many attributes in one element (limit 1000)"),
        (names.as_str(), "XML: too many namespaces (limit 5000)"),
        (bomb, "line 1, column 1: XML: "),
    ] {
        let (_, problems) = read_all(text);
        assert!(problems[0].starts_with(expected), "{problems:?}");
    }
}
