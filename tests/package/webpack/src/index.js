import "incident-map";
